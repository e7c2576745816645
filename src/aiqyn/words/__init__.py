"""What is said in a language: numbers, dates, plurals, endings, punctuation, explanations, refusals, letters.

The four first languages stand side by side in `data/*.csv`, so that a reviewer sees them together. What only a page
says has its wording beside the pages.
"""
