package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// pause before a proxy that was refused tries again.
const pause = 200 * time.Millisecond

// swarm is all proxies. One goroutine gives it orders.
type swarm struct {
	target   target
	identity identity
	library  *library
	watching atomic.Pointer[expectation]
	proxies  []*proxy
	end      context.CancelFunc
	running  sync.WaitGroup
	stopping atomic.Bool
	series   []int64

	mutex    sync.Mutex
	refused  int
	ended    int
	problems []string
}

// connect has that many proxies connect at once, anew or with what they knew before, and waits until all are
// configured. Those that are refused try again.
func (s *swarm) connect(count int, resume bool, patience time.Duration) (configured int, err error) {
	if s.end != nil {
		return 0, fmt.Errorf("connected already")
	}
	if resume && count != len(s.proxies) {
		return 0, fmt.Errorf("%d proxies can't resume what %d know", count, len(s.proxies))
	}
	if !resume {
		if s.proxies, err = s.create(count); err != nil {
			return 0, err
		}
	}
	s.refused, s.ended, s.problems = 0, 0, nil
	ctx, end := context.WithCancel(context.Background())
	s.end = end
	var came atomic.Int64
	all := make(chan struct{})
	for _, p := range s.proxies {
		s.running.Go(func() {
			s.follow(ctx, p, resume, func() {
				if came.Add(1) == int64(count) {
					close(all)
				}
			})
		})
	}
	select {
	case <-all:
	case <-time.After(patience):
		s.note(nil, "%d of %d weren't configured in %s: %s", count-int(came.Load()), count, patience, s.stuck())
	}
	return int(came.Load()), nil
}

func (s *swarm) create(count int) ([]*proxy, error) {
	proxies := make([]*proxy, count)
	for i := range proxies {
		node, err := s.identity.node(i)
		if err != nil {
			return nil, err
		}
		proxies[i] = &proxy{number: i, namespace: s.identity.namespace(i), node: node, library: s.library,
			watching: &s.watching}
	}
	return proxies, nil
}

// follow keeps a proxy connected until it is told to end, or until it loses a stream that was complete.
func (s *swarm) follow(ctx context.Context, p *proxy, resume bool, ready func()) {
	complete := false
	for ctx.Err() == nil {
		err := p.connect(ctx, s.target, resume, func() {
			complete = true
			ready()
		})
		if ctx.Err() != nil {
			return
		}
		if complete {
			s.note(&s.ended, "proxy %d lost its stream: %v", p.number, err)
			return
		}
		s.note(&s.refused, "proxy %d was refused: %v", p.number, err)
		time.Sleep(pause)
	}
}

func (s *swarm) note(counter *int, format string, arguments ...any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if counter != nil {
		*counter++
	}
	if len(s.problems) < 5 {
		s.problems = append(s.problems, fmt.Sprintf(format, arguments...))
	}
}

// stuck says how far one got that isn't configured: a look from aside, only for the message.
func (s *swarm) stuck() string {
	var received [kinds]int64
	for _, p := range s.proxies {
		for k := range received {
			received[k] += p.bytes[k].Load()
		}
	}
	return fmt.Sprintf("bytes of cds, eds, lds, rds so far: %d", received)
}

// disconnect ends all streams; proxies remember what they know.
func (s *swarm) disconnect() error {
	if s.end == nil {
		return fmt.Errorf("not connected")
	}
	s.end()
	for _, p := range s.proxies {
		p.disconnect()
	}
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	for s.end != nil {
		select {
		case <-done:
			s.end = nil
		case <-time.After(10 * time.Millisecond): // those that connected just now
			for _, p := range s.proxies {
				p.disconnect()
			}
		}
	}
	return nil
}

// expect starts to look for a change.
func (s *swarm) expect(e *expectation) {
	e.all = make(chan struct{})
	e.arrivals = make([]atomic.Int64, len(s.proxies))
	for _, p := range s.proxies {
		if e.of(p) {
			e.wanted++
		}
	}
	if e.wanted == 0 {
		close(e.all)
	}
	s.watching.Store(e)
}

// unsubscribe has proxies whose number can't be divided by it drop a name.
func (s *swarm) unsubscribe(k kind, name string, every int) error {
	request := appendBytes(appendBytes(nil, requestType, typeURLs[k]), requestUnsubscribe, name)
	for _, p := range s.proxies {
		if p.number%every != 0 {
			if err := p.tell(request); err != nil {
				return err
			}
		}
	}
	return nil
}

// totals are sums over all proxies since they were made.
type totals struct {
	Messages int64            `json:"messages"`
	Bytes    int64            `json:"bytes"`
	Wire     int64            `json:"wireBytes"`
	ByKind   map[string]int64 `json:"bytesByKind"`
}

func (s *swarm) totals() totals {
	t := totals{ByKind: map[string]int64{}}
	for _, p := range s.proxies {
		t.Messages += p.messages.Load()
		t.Wire += p.onWire()
		for k := range p.bytes {
			n := p.bytes[k].Load()
			t.Bytes += n
			t.ByKind[kindNames[k]] += n
		}
	}
	return t
}

// capture writes what proxy 0 was sent: each message after its length, in four bytes, high first. Only the last of
// those with that name, if there is a name. No message may come meanwhile.
func (s *swarm) capture(file, name string) (count int, err error) {
	var out []byte
	for k := range kinds {
		for _, b := range s.proxies[0].states[k].batches() {
			if name != "" && !b.holds(name, nil) {
				continue
			}
			if name != "" {
				out, count = nil, 0
			}
			m := b.message("captured")
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(m))), m...)
			count++
		}
	}
	return count, os.WriteFile(file, out, 0o600)
}
