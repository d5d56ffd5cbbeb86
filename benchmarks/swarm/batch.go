package main

import (
	"bytes"
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// kind is a type of resources that a proxy asks for.
type kind int

const (
	clusters kind = iota
	endpoints
	listeners
	routes
	kinds
)

var typeURLs = [kinds]string{
	"type.googleapis.com/envoy.config.cluster.v3.Cluster",
	"type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
	"type.googleapis.com/envoy.config.listener.v3.Listener",
	"type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
}

var kindNames = [kinds]string{"cds", "eds", "lds", "rds"}

func kindOf(url []byte) (kind, bool) {
	for k, known := range typeURLs {
		if string(url) == known {
			return kind(k), true
		}
	}
	return 0, false
}

func kindNamed(name string) (kind, bool) {
	for k, known := range kindNames {
		if name == known {
			return kind(k), true
		}
	}
	return 0, false
}

// resource is one in a response; refs names what a proxy subscribes to for its sake.
type resource struct {
	name, version string
	refs          []string
	body          []byte
}

// batch is what a DeltaDiscoveryResponse holds but for its nonce. Proxies that were sent the same share one, so that
// it is read once, however many they are.
type batch struct {
	kind      kind
	resources []resource
	removed   []string
	before    []byte // the message up to its nonce
	after     []byte // and from there on
	matched   atomic.Pointer[match]
}

// match is whether a batch is what is waited for.
type match struct {
	of  *expectation
	yes bool
}

// holds tells whether it brings the resource, with that text somewhere in its bytes.
func (b *batch) holds(name string, text []byte) bool {
	for i := range b.resources {
		if b.resources[i].name == name && bytes.Contains(b.resources[i].body, text) {
			return true
		}
	}
	return false
}

// Fields of envoy.service.discovery.v3.DeltaDiscoveryResponse.
const (
	responseResources = 2
	responseType      = 4
	responseNonce     = 5
	responseRemoved   = 6
)

// library holds one batch of each content.
type library struct {
	seed  maphash.Seed
	mutex sync.RWMutex
	known map[uint64][]*batch
}

func newLibrary() *library {
	return &library{seed: maphash.MakeSeed(), known: map[uint64][]*batch{}}
}

// read finds or makes the batch of a message. Neither keeps the message's bytes.
func (l *library) read(message []byte) (b *batch, nonce []byte, err error) {
	before, after := message, message[len(message):]
	err = fields(message, func(number int, _ uint64, content []byte, start, end int) error {
		if number == responseNonce {
			nonce, before, after = content, message[:start], message[end:]
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	key := l.key(before, after)
	l.mutex.RLock()
	b = find(l.known[key], before, after)
	l.mutex.RUnlock()
	if b != nil {
		return b, nonce, nil
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if b = find(l.known[key], before, after); b != nil {
		return b, nonce, nil
	}
	if b, err = parse(bytes.Clone(before), bytes.Clone(after)); err == nil {
		l.known[key] = append(l.known[key], b)
	}
	return b, nonce, err
}

func find(candidates []*batch, before, after []byte) *batch {
	for _, b := range candidates {
		if bytes.Equal(b.before, before) && bytes.Equal(b.after, after) {
			return b
		}
	}
	return nil
}

// key of a content: of its length and of its ends, since it is compared anyway.
func (l *library) key(before, after []byte) uint64 {
	const end = 2 << 10
	var h maphash.Hash
	h.SetSeed(l.seed)
	h.Write(before[:min(end, len(before))])
	h.Write(before[max(0, len(before)-end):])
	h.Write(after[:min(end, len(after))])
	return h.Sum64() ^ uint64(len(before))<<32 ^ uint64(len(after))
}

// parse reads what proxies need to know of a response, cut in two at its nonce.
func parse(before, after []byte) (*batch, error) {
	b := &batch{kind: -1, before: before, after: after}
	var contents [][]byte
	visit := func(number int, _ uint64, content []byte, _, _ int) error {
		switch number {
		case responseResources:
			contents = append(contents, content)
		case responseType:
			if k, known := kindOf(content); known {
				b.kind = k
			}
		case responseRemoved:
			b.removed = append(b.removed, string(content))
		}
		return nil
	}
	if err := fields(before, visit); err != nil {
		return nil, err
	}
	if err := fields(after, visit); err != nil {
		return nil, err
	}
	for _, content := range contents {
		r, err := parseResource(b.kind, content)
		if err != nil {
			return nil, err
		}
		b.resources = append(b.resources, r)
	}
	return b, nil
}

// parseResource reads an envoy.service.discovery.v3.Resource.
func parseResource(k kind, content []byte) (resource, error) {
	r := resource{body: content}
	err := fields(content, func(number int, _ uint64, content []byte, _, _ int) (err error) {
		switch number {
		case 1:
			r.version = string(content)
		case 2:
			r.refs, err = references(k, anyValue(content))
		case 3:
			r.name = string(content)
		}
		return err
	})
	return r, err
}

// anyValue is what lies in a google.protobuf.Any; nothing if it isn't one.
func anyValue(content []byte) (value []byte) {
	_ = fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
		if number == 2 {
			value = content
		}
		return nil
	})
	return value
}
