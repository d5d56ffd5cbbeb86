package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const deltaMethod = "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"

// target is the server that all connect to.
type target struct {
	address string
	tls     *tls.Config // nil: plaintext
	token   string
}

func (t target) dial(ctx context.Context) (net.Conn, error) {
	if t.tls == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", t.address)
	}
	return (&tls.Dialer{Config: t.tls}).DialContext(ctx, "tcp", t.address)
}

func (t target) scheme() string {
	if t.tls == nil {
		return "http"
	}
	return "https"
}

// proxy asks as an Envoy does: for clusters, then for the endpoints of those that have them, then for listeners, then
// for their routes; ACKs whatever comes, and follows what comes later. Its own goroutine has all but the counters.
type proxy struct {
	number     int
	namespace  string
	node       []byte
	library    *library
	watching   *atomic.Pointer[expectation]
	states     [kinds]*state
	subscribed [kinds]*state // what endpoints and routes were last subscribed to for
	answered   [kinds]bool
	configured bool

	mutex    sync.Mutex
	stream   *stream
	messages atomic.Int64
	bytes    [kinds]atomic.Int64
	wire     int64 // of streams that are over
}

var errUnknownType = errors.New("a response of a type that wasn't asked for")

// connect opens a stream and follows it to its end, which is told. ready is called when all is there that was to be
// sent: on a first stream that is the whole, on a resumed one nothing.
func (p *proxy) connect(ctx context.Context, t target, resume bool, ready func()) error {
	conn, err := t.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	p.answered, p.configured = [kinds]bool{}, resume
	s, err := open(conn, t.address, t.scheme(), deltaMethod, t.token, p.first(resume)...)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	p.stream = s
	p.mutex.Unlock()
	defer p.over()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if resume {
		ready()
	}
	for {
		message, err := s.receive()
		if err != nil {
			return err
		}
		if err := p.take(s, message, ready); err != nil {
			return err
		}
	}
}

// over takes leave of the stream, keeping its count.
func (p *proxy) over() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.wire += p.stream.received.Load()
	p.stream = nil
}

// disconnect ends the stream, if there is one.
func (p *proxy) disconnect() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.stream != nil {
		p.stream.conn.Close()
	}
}

// tell sends a request beside the usual ones.
func (p *proxy) tell(request []byte) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.stream == nil {
		return net.ErrClosed
	}
	return p.stream.send(request)
}

// onWire counts the bytes of all frames that came, of all streams.
func (p *proxy) onWire() int64 {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.stream == nil {
		return p.wire
	}
	return p.wire + p.stream.received.Load()
}

// first are the requests that open a stream; the very first says who asks.
func (p *proxy) first(resume bool) [][]byte {
	node := appendBytes(nil, requestNode, p.node)
	if !resume {
		for k := range p.states {
			p.states[k], p.subscribed[k] = new(state), new(state)
		}
		return [][]byte{appendBytes(node, requestType, typeURLs[clusters])}
	}
	return [][]byte{
		append(node, p.states[clusters].resumption(clusters, nil)...),
		p.states[endpoints].resumption(endpoints, p.subscribed[clusters]),
		p.states[listeners].resumption(listeners, nil),
		p.states[routes].resumption(routes, p.subscribed[listeners]),
	}
}

// take is for one response: it is kept, ACKed, and what follows from it is asked for.
func (p *proxy) take(s *stream, message []byte, ready func()) error {
	b, nonce, err := p.library.read(message)
	if err != nil {
		return err
	}
	if b.kind < 0 {
		return errUnknownType
	}
	p.states[b.kind] = p.states[b.kind].then(b)
	p.answered[b.kind] = true
	requests := [][]byte{appendBytes(appendBytes(nil, requestType, typeURLs[b.kind]), requestNonce, nonce)}
	follow := p.subscription(b.kind)
	if len(follow) > 0 {
		requests = append(requests, follow)
	}
	complete := false
	if !p.configured {
		var next []byte
		if next, complete = p.progress(); next != nil {
			requests = append(requests, next)
		}
	}
	if err := s.send(requests...); err != nil {
		return err
	}
	// Now it is ACKed.
	p.messages.Add(1)
	p.bytes[b.kind].Add(int64(len(message)))
	if e := p.watching.Load(); e != nil {
		e.arrived(p, b)
	}
	if complete {
		p.configured = true
		ready()
	}
	return nil
}

// subscription is what to ask for after a response of that kind.
func (p *proxy) subscription(k kind) []byte {
	var of kind
	switch k {
	case clusters:
		of = endpoints
	case listeners:
		of = routes
	default:
		return nil
	}
	older := p.subscribed[k]
	p.subscribed[k] = p.states[k]
	return p.states[k].subscription(of, older)
}

// progress tells what to ask for next while the whole isn't there yet: listeners wait for endpoints, as Envoy's do,
// which wait for warm clusters.
func (p *proxy) progress() (request []byte, complete bool) {
	if !p.answered[clusters] || !p.states[endpoints].answers(p.states[clusters]) {
		return nil, false
	}
	if p.subscribed[endpoints] != p.states[listeners] && !p.answered[listeners] {
		p.subscribed[endpoints] = p.states[listeners] // asked for
		return appendBytes(nil, requestType, typeURLs[listeners]), false
	}
	return nil, p.answered[listeners] && p.states[routes].answers(p.states[listeners])
}

// expectation is a change that all proxies, or some, are to be told of.
type expectation struct {
	kind      kind
	name      string
	text      []byte
	namespace string // empty: all
	every     int    // only those whose number can be divided by it; 0 or 1: all
	arrivals  []atomic.Int64
	wanted    int64
	came      atomic.Int64
	strangers atomic.Int64 // messages to those that aren't to be told
	all       chan struct{}
}

func (e *expectation) of(p *proxy) bool {
	return (e.namespace == "" || e.namespace == p.namespace) && (e.every < 2 || p.number%e.every == 0)
}

func (e *expectation) arrived(p *proxy, b *batch) {
	if !e.of(p) {
		e.strangers.Add(1)
		return
	}
	if b.kind != e.kind || !e.matches(b) || !e.arrivals[p.number].CompareAndSwap(0, now()) {
		return
	}
	if e.came.Add(1) == e.wanted {
		close(e.all)
	}
}

// matches remembers its answer, which is the same for all proxies.
func (e *expectation) matches(b *batch) bool {
	if m := b.matched.Load(); m != nil && m.of == e {
		return m.yes
	}
	yes := b.holds(e.name, e.text)
	b.matched.Store(&match{e, yes})
	return yes
}

// wait returns the latencies of those that were told since then, in nanoseconds; all of them unless it takes too long.
func (e *expectation) wait(since int64, patience time.Duration) []int64 {
	select {
	case <-e.all:
	case <-time.After(patience):
	}
	var latencies []int64
	for i := range e.arrivals {
		if at := e.arrivals[i].Load(); at != 0 {
			latencies = append(latencies, at-since)
		}
	}
	return latencies
}

func (b *batch) message(nonce string) []byte {
	return bytes.Join([][]byte{b.before, appendBytes(nil, responseNonce, nonce), b.after}, nil)
}
