"""The pages about information requests: the calculator, the requests and their clocks, drafts, the silence clock."""
