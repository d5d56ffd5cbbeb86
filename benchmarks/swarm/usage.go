package main

import (
	"slices"
	"syscall"
	"time"
	"unsafe"
)

var (
	started   = time.Now()
	startedAt = monotonic()
)

// now is the machine's monotonic clock in nanoseconds, which all of its processes share: System.nanoTime() of a JVM
// on Linux is the same. Go keeps its own reading of it to itself.
func now() int64 { return startedAt + int64(time.Since(started)) }

func monotonic() int64 {
	const clock = 1 // CLOCK_MONOTONIC
	var t syscall.Timespec
	if _, _, err := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&t)), 0); err != 0 {
		panic(err)
	}
	return t.Nano()
}

// cpu is what this process used so far, in seconds.
func cpu() float64 {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return 0
	}
	return seconds(own.Utime) + seconds(own.Stime)
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }

// percentile is exact: the smallest that the given share doesn't exceed, in milliseconds.
func percentile(sorted []int64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(share*float64(len(sorted))+0.999999) - 1
	return float64(sorted[max(0, min(rank, len(sorted)-1))]) / 1e6
}

// summary of latencies in nanoseconds; times in milliseconds.
type summary struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

func summarize(latencies []int64) summary {
	slices.Sort(latencies)
	return summary{len(latencies), percentile(latencies, 0.5), percentile(latencies, 0.99), percentile(latencies, 1)}
}
