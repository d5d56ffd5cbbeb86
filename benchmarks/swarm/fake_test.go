package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// ask is a request as the fake server read it.
type ask struct {
	hasNode                bool
	kind                   kind
	nonce                  string
	subscribe, unsubscribe []string
	versions               map[string]string
}

func readAsk(t *testing.T, message []byte) ask {
	a := ask{kind: -1, versions: map[string]string{}}
	err := fields(message, func(number int, _ uint64, content []byte, _, _ int) error {
		switch number {
		case requestNode:
			a.hasNode = true
		case requestType:
			a.kind, _ = kindOf(content)
		case requestSubscribe:
			a.subscribe = append(a.subscribe, string(content))
		case requestUnsubscribe:
			a.unsubscribe = append(a.unsubscribe, string(content))
		case requestNonce:
			a.nonce = string(content)
		case requestVersions:
			var entry [3]string
			err := fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
				entry[number] = string(content)
				return nil
			})
			a.versions[entry[1]] = entry[2]
			return err
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return a
}

// fake is a control plane in a few lines: it has resources by kind and name, sends those that a stream subscribes to
// and doesn't know, and changes when told to.
type fake struct {
	t      *testing.T
	refuse int // so many streams first

	mutex     sync.Mutex
	resources [kinds]map[string][]byte
	streams   []*fakeStream
	asks      []ask
	nonces    int
}

type fakeStream struct {
	server *fake
	out    http.ResponseWriter
	names  [kinds][]string
}

func startFake(t *testing.T, overTLS bool) (*fake, *httptest.Server) {
	f := &fake{t: t}
	for k := range f.resources {
		f.resources[k] = map[string][]byte{}
	}
	server := httptest.NewUnstartedServer(f)
	if overTLS {
		server.EnableHTTP2 = true
		server.StartTLS()
	} else {
		server.Config.Protocols = new(http.Protocols)
		server.Config.Protocols.SetUnencryptedHTTP2(true)
		server.Start()
	}
	t.Cleanup(server.Close)
	return f, server
}

func (f *fake) put(k kind, name, version string, body []byte) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.resources[k][name] = resourceBytes(k, name, version, body)
}

func resourceBytes(k kind, name, version string, body []byte) []byte {
	r := appendBytes(nil, 1, version)
	r = appendBytes(r, 2, appendBytes(appendBytes(nil, 1, typeURLs[k]), 2, body))
	return appendBytes(r, 3, name)
}

// push sends these resources to all streams that subscribed to them.
func (f *fake) push(k kind, names ...string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, s := range f.streams {
		s.answer(k, slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return s.names[k] != nil && !slices.Contains(s.names[k], name)
		}))
	}
}

func (f *fake) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	out.Header().Set("content-type", "application/grpc")
	f.mutex.Lock()
	refused := f.refuse > 0
	f.refuse--
	s := &fakeStream{server: f, out: out}
	if !refused {
		f.streams = append(f.streams, s)
	}
	f.mutex.Unlock()
	if refused || in.URL.Path != deltaMethod || in.Header.Get("te") != "trailers" {
		out.Header().Set("grpc-status", "8")
		out.Header().Set("grpc-message", "too%20many")
		return
	}
	out.(http.Flusher).Flush()
	for {
		var head [5]byte
		if _, err := io.ReadFull(in.Body, head[:]); err != nil {
			break
		}
		message := make([]byte, binary.BigEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(in.Body, message); err != nil {
			break
		}
		s.take(readAsk(f.t, message))
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.streams = slices.DeleteFunc(f.streams, func(other *fakeStream) bool { return other == s })
}

func (s *fakeStream) take(a ask) {
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.asks = append(s.server.asks, a)
	s.names[a.kind] = append(s.names[a.kind], a.subscribe...)
	s.names[a.kind] = slices.DeleteFunc(s.names[a.kind], func(name string) bool {
		return slices.Contains(a.unsubscribe, name)
	})
	names := a.subscribe
	if a.kind == clusters || a.kind == listeners {
		if a.nonce != "" {
			return
		}
		for name := range s.server.resources[a.kind] {
			names = append(names, name)
		}
		slices.Sort(names)
	}
	s.answer(a.kind, slices.DeleteFunc(names, func(name string) bool {
		version, known := a.versions[name]
		body := s.server.resources[a.kind][name]
		return known && strings.Contains(string(body), version)
	}))
}

// answer is called under the server's mutex.
func (s *fakeStream) answer(k kind, names []string) {
	if len(names) == 0 {
		return
	}
	m := appendBytes(nil, 1, "revision")
	var removed []byte
	for _, name := range names {
		if body, there := s.server.resources[k][name]; there {
			m = appendBytes(m, responseResources, body)
		} else {
			removed = appendBytes(removed, responseRemoved, name)
		}
	}
	s.server.nonces++
	m = appendBytes(m, responseType, typeURLs[k])
	m = appendBytes(m, responseNonce, fmt.Sprint("n", s.server.nonces))
	m = append(m, removed...)
	s.out.Write(append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(m))), m...))
	s.out.(http.Flusher).Flush()
}

// asked returns what was asked so far of that kind, without ACKs.
func (f *fake) asked(k kind) (all []ask) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, a := range f.asks {
		if a.kind == k && a.nonce == "" {
			all = append(all, a)
		}
	}
	return all
}

func (f *fake) acked() (nonces []string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, a := range f.asks {
		if a.nonce != "" {
			nonces = append(nonces, a.nonce)
		}
	}
	return nonces
}
