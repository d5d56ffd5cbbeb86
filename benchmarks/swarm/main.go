// Command swarm is many proxies as a control plane sees them: each has a connection of its own, speaks delta ADS on
// it, subscribes as Envoy does, ACKs everything, and does nothing with it. It takes orders as lines of JSON on its
// standard input, and answers each with one line. It knows nothing of the server that it measures.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"
)

const usageText = `Usage: swarm -address HOST:PORT [flag...]

Takes orders as lines of JSON, and answers each with one line, which has "error" if it failed:

  {"do":"connect","proxies":N,"resume":false}   connect at once; answered when all are configured
  {"do":"expect","kind":"eds","name":"...","contains":"...","namespace":"","every":0}
                                                look for a resource, with that text in it if any is given
  {"do":"await","since":NANOSECONDS}            answered when all that it is for ACKed it; times are since then, by
                                                CLOCK_MONOTONIC
  {"do":"series"}                               of all latencies since the last such order
  {"do":"count"}                                bytes and messages so far
  {"do":"unsubscribe","kind":"eds","name":"...","every":2}
                                                all proxies but each second drop a name
  {"do":"capture","file":"...","name":""}       write what proxy 0 was sent, or the last with that name
  {"do":"disconnect"}                           proxies keep what they know, for "resume":true

"patience" in milliseconds goes with connect and await. Kinds are cds, eds, lds and rds. It ends with its input.

`

// order is a line of the input.
type order struct {
	Do        string `json:"do"`
	Proxies   int    `json:"proxies"`
	Resume    bool   `json:"resume"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Contains  string `json:"contains"`
	Namespace string `json:"namespace"`
	Every     int    `json:"every"`
	Since     int64  `json:"since"`
	Patience  int    `json:"patience"`
	File      string `json:"file"`
}

// answer is a line of the output; all have the CPU that was used so far.
type answer struct {
	Error      string   `json:"error,omitempty"`
	Configured int      `json:"configured"`
	Seconds    float64  `json:"seconds"`
	CPU        float64  `json:"cpuSeconds"`
	Refused    int      `json:"refused"`
	Ended      int      `json:"ended"`
	Problems   []string `json:"problems"`
	Expected   int64    `json:"expected"`
	Strangers  int64    `json:"strangers"`
	Messages   int      `json:"captured"`
	Latency    summary  `json:"latency"`
	Totals     totals   `json:"totals"`
}

func main() {
	var s swarm
	var ca, certificate, key, token, name string
	var useTLS bool
	flag.StringVar(&s.target.address, "address", "", "HOST:PORT of the server")
	flag.BoolVar(&useTLS, "tls", false, "connect over TLS")
	flag.StringVar(&ca, "ca", "", "PEM file with the roots that the server is checked against; none: it isn't")
	flag.StringVar(&name, "server-name", "", "name in the server's certificate, if it isn't the host")
	flag.StringVar(&certificate, "cert", "", "PEM file with the client's certificate")
	flag.StringVar(&key, "key", "", "PEM file with its key")
	flag.StringVar(&token, "token", "", "file with the bearer token")
	flag.StringVar(&s.identity.id, "id", "sidecar~{ip}~{pod}.{namespace}~{namespace}.svc.cluster.local",
		"node id; {ip}, {pod}, {namespace} and {number} are filled in, as in the next two")
	flag.StringVar(&s.identity.metadata, "metadata",
		`{"NAMESPACE":"{namespace}","CLUSTER_ID":"Kubernetes","ISTIO_VERSION":"1.28.0","INSTANCE_IPS":"{ip}"}`,
		"metadata of the node, JSON")
	flag.StringVar(&s.identity.cluster, "cluster", "proxy.{namespace}", "cluster of the node")
	flag.IntVar(&s.identity.namespaces, "namespaces", 1, "how many namespaces the proxies are spread over")
	flag.StringVar(&s.identity.prefix, "namespace-prefix", "app-", "what the names of these begin with")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usageText)
		flag.PrintDefaults()
	}
	flag.Parse()
	if s.target.address == "" || s.identity.namespaces < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	debug.SetGCPercent(400)
	s.library = newLibrary()
	err := s.target.read(useTLS, ca, name, certificate, key, token)
	if err == nil {
		err = s.serve(os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "swarm:", err)
		os.Exit(1)
	}
}

// read takes what files say of how to connect.
func (t *target) read(useTLS bool, ca, name, certificate, key, token string) error {
	if token != "" {
		text, err := os.ReadFile(token)
		if err != nil {
			return err
		}
		t.token = strings.TrimSpace(string(text))
	}
	if !useTLS {
		return nil
	}
	t.tls = &tls.Config{NextProtos: []string{"h2"}, ServerName: name, InsecureSkipVerify: ca == ""}
	if ca != "" {
		text, err := os.ReadFile(ca)
		if err != nil {
			return err
		}
		t.tls.RootCAs = x509.NewCertPool()
		if !t.tls.RootCAs.AppendCertsFromPEM(text) {
			return fmt.Errorf("no certificate in %s", ca)
		}
	}
	if certificate == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	t.tls.Certificates = []tls.Certificate{pair}
	return err
}

// serve takes orders until the input ends.
func (s *swarm) serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var o order
		var a answer
		err := json.Unmarshal(lines.Bytes(), &o)
		if err == nil {
			a, err = s.obey(o)
		}
		if err != nil {
			a.Error = err.Error()
		}
		a.CPU = cpu()
		if err := json.NewEncoder(out).Encode(a); err != nil {
			return err
		}
	}
	return lines.Err()
}

func (s *swarm) obey(o order) (a answer, err error) {
	patience := time.Duration(o.Patience) * time.Millisecond
	if patience == 0 {
		patience = time.Minute
	}
	switch o.Do {
	case "connect":
		begin := time.Now()
		a.Configured, err = s.connect(o.Proxies, o.Resume, patience)
		a.Seconds = time.Since(begin).Seconds()
	case "disconnect":
		err = s.disconnect()
	case "expect":
		k, known := kindNamed(o.Kind)
		if !known {
			return a, fmt.Errorf("no such kind: %q", o.Kind)
		}
		s.expect(&expectation{kind: k, name: o.Name, text: []byte(o.Contains), namespace: o.Namespace, every: o.Every})
	case "await":
		e := s.watching.Load() // goes on to be looked for while it is waited for
		if e == nil {
			return a, fmt.Errorf("nothing is expected")
		}
		latencies := e.wait(o.Since, patience)
		s.watching.Store(nil)
		a.Expected, a.Strangers = e.wanted, e.strangers.Load()
		s.series = append(s.series, latencies...)
		a.Latency = summarize(latencies)
	case "series":
		a.Latency, s.series = summarize(s.series), nil
	case "unsubscribe":
		k, known := kindNamed(o.Kind)
		if !known || o.Every < 2 {
			return a, fmt.Errorf("expected a kind, and every: 2 or more")
		}
		err = s.unsubscribe(k, o.Name, o.Every)
	case "capture":
		if len(s.proxies) == 0 {
			return a, fmt.Errorf("nothing came yet")
		}
		a.Messages, err = s.capture(o.File, o.Name)
	case "count":
	default:
		err = fmt.Errorf("no such order: %q", o.Do)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	a.Refused, a.Ended, a.Problems = s.refused, s.ended, s.problems
	a.Totals = s.totals()
	return a, err
}
