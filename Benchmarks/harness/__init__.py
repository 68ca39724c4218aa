"""What the benchmark scripts share: a place to run in, contestants, measures, reports. Python's standard library
only."""
