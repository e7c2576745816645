"""The rules of Aiqyn: values, vocabulary, ledger, matching and exchange. Never imports Django or the site."""
