// Command load puts admission reviews to a webhook over TLS: N connections, kept alive, each with one request
// under way at a time (a closed loop). It checks every answer, and prints what it measured as one line of JSON.
//
// It speaks just enough HTTP/1.1 for that, since whatever it costs itself is taken from the server on the same
// machine: requests are one buffer whose fields of fixed width are overwritten in place.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

type options struct {
	address     string
	path        string
	template    string
	connections int
	warmUp      time.Duration
	duration    time.Duration
	pid         int
	existing    int
	namespaces  int
	first       int64
	allAllowed  bool
}

// result is what the caller reads; times are in microseconds unless they say otherwise.
type result struct {
	Requests      int      `json:"requests"`
	Seconds       float64  `json:"seconds"`
	Denied        int      `json:"denied"`
	Wrong         int      `json:"wrong"`
	Errors        int      `json:"errors"`
	P50           float64  `json:"p50"`
	P99           float64  `json:"p99"`
	Max           float64  `json:"max"`
	ServerSeconds float64  `json:"serverCpuSeconds"`
	OwnSeconds    float64  `json:"loadCpuSeconds"`
	ResidentBytes int64    `json:"residentBytes"`
	Next          int64    `json:"next"`
	Problems      []string `json:"problems"`
}

// window tells connections which part of the run is measured.
type window struct {
	start, end time.Time
}

func main() {
	var o options
	flag.StringVar(&o.address, "address", "", "HOST:PORT of the server")
	flag.StringVar(&o.path, "path", "/validate", "path to post to")
	flag.StringVar(&o.template, "template", "", "file with the review, with fields to fill in")
	flag.IntVar(&o.connections, "connections", 1, "connections, each with one request at a time")
	flag.DurationVar(&o.warmUp, "warm-up", 2*time.Second, "time before the measurement")
	flag.DurationVar(&o.duration, "duration", 10*time.Second, "time of the measurement")
	flag.IntVar(&o.pid, "pid", 0, "process of the server, whose CPU and memory to read")
	flag.IntVar(&o.existing, "existing", 0, "how many Ingresses the server knows")
	flag.IntVar(&o.namespaces, "namespaces", 100, "how many namespaces there are")
	flag.Int64Var(&o.first, "first", 0, "number of the first request: the hosts of a server's lifetime differ")
	flag.BoolVar(&o.allAllowed, "all-allowed", false, "the server decides nothing: every answer shall be yes")
	flag.Parse()
	debug.SetGCPercent(1000)
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	text, err := os.ReadFile(o.template)
	if err != nil {
		return err
	}
	var next atomic.Int64
	next.Store(o.first)
	begin := time.Now()
	w := window{begin.Add(o.warmUp), begin.Add(o.warmUp + o.duration)}
	clients := make([]*client, o.connections)
	for i := range clients {
		if clients[i], err = newClient(o, text, &next); err != nil {
			return err
		}
	}
	var running sync.WaitGroup
	for _, c := range clients {
		running.Go(func() { c.run(w) })
	}
	time.Sleep(time.Until(w.start))
	before, err := usageOf(o.pid)
	if err != nil {
		return err
	}
	time.Sleep(time.Until(w.end))
	after, err := usageOf(o.pid)
	if err != nil {
		return err
	}
	running.Wait()
	r := summary(clients, w)
	r.ServerSeconds = after.server - before.server
	r.OwnSeconds = after.own - before.own
	r.ResidentBytes = after.resident
	r.Next = next.Load()
	return json.NewEncoder(os.Stdout).Encode(r)
}

func summary(clients []*client, w window) result {
	r := result{Seconds: w.end.Sub(w.start).Seconds(), Problems: []string{}}
	var latencies []time.Duration
	for _, c := range clients {
		latencies = append(latencies, c.latencies...)
		r.Requests += c.completed
		r.Denied += c.denied
		r.Wrong += c.wrong
		r.Errors += c.errors
		if c.problem != "" && len(r.Problems) < 3 {
			r.Problems = append(r.Problems, c.problem)
		}
	}
	slices.Sort(latencies)
	r.P50 = percentile(latencies, 0.50)
	r.P99 = percentile(latencies, 0.99)
	r.Max = percentile(latencies, 1)
	return r
}

// percentile is exact: the smallest latency that the given share doesn't exceed.
func percentile(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(share*float64(len(sorted))+0.999999) - 1
	return float64(sorted[max(0, min(rank, len(sorted)-1))].Nanoseconds()) / 1e3
}
