module sekisho/benchmarks/load

go 1.25
