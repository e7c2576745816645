"""`make bench`: the site beside the programs it is compared with, in the same run. See docs/benchmarks.md."""
