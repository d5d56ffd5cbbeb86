package main

import (
	"slices"
	"sync"
)

// state is what a proxy has of one kind: all that it was sent, in order. Proxies that were sent the same share one,
// so that what follows from it is worked out once.
type state struct {
	parent *state
	batch  *batch

	mutex    sync.Mutex
	next     map[*batch]*state
	all      map[string]*resource
	names    []string
	changes  map[*state][]byte
	complete map[*state]bool
	resumed  map[*state][]byte
}

// then is the state after one more batch.
func (s *state) then(b *batch) *state {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	n := s.next[b]
	if n == nil {
		n = &state{parent: s, batch: b}
		if s.next == nil {
			s.next = map[*batch]*state{}
		}
		s.next[b] = n
	}
	return n
}

// batches are those that led here, the first first.
func (s *state) batches() []*batch {
	var all []*batch
	for ; s.parent != nil; s = s.parent {
		all = append(all, s.batch)
	}
	slices.Reverse(all)
	return all
}

// known are the resources by name; nil for those that there aren't.
func (s *state) known() map[string]*resource {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.all == nil {
		s.all = map[string]*resource{}
		for _, b := range s.batches() {
			for i := range b.resources {
				s.all[b.resources[i].name] = &b.resources[i]
			}
			for _, name := range b.removed {
				s.all[name] = nil
			}
		}
	}
	return s.all
}

// refs are the names that a proxy with this state subscribes to, in order.
func (s *state) refs() []string {
	known := s.known()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.names == nil {
		s.names = []string{}
		for _, r := range known {
			if r != nil {
				s.names = append(s.names, r.refs...)
			}
		}
		slices.Sort(s.names)
		s.names = slices.Compact(s.names)
	}
	return s.names
}

// Fields of envoy.service.discovery.v3.DeltaDiscoveryRequest.
const (
	requestNode        = 1
	requestType        = 2
	requestSubscribe   = 3
	requestUnsubscribe = 4
	requestVersions    = 5
	requestNonce       = 6
)

// subscription is the request for what this state refers to and the older one didn't, and the other way round;
// nothing if that is the same.
func (s *state) subscription(k kind, older *state) []byte {
	now, before := s.refs(), older.refs()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	request, there := s.changes[older]
	if !there {
		request = appendNames(nil, requestSubscribe, now, before)
		request = appendNames(request, requestUnsubscribe, before, now)
		if len(request) > 0 {
			request = appendBytes(request, requestType, typeURLs[k])
		}
		if s.changes == nil {
			s.changes = map[*state][]byte{}
		}
		s.changes[older] = request
	}
	return request
}

// appendNames adds those that aren't among the others; both are in order.
func appendNames(to []byte, number int, names, others []string) []byte {
	for _, name := range names {
		if _, found := slices.BinarySearch(others, name); !found {
			to = appendBytes(to, number, name)
		}
	}
	return to
}

// answers tells whether all that the other state refers to is known here.
func (s *state) answers(other *state) bool {
	wanted, known := other.refs(), s.known()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	yes, there := s.complete[other]
	if !there {
		yes = !slices.ContainsFunc(wanted, func(name string) bool {
			_, found := known[name]
			return !found
		})
		if s.complete == nil {
			s.complete = map[*state]bool{}
		}
		s.complete[other] = yes
	}
	return yes
}

// resumption is the first request of its kind on a new stream: for what that other state refers to, or for all if
// there is none, and with the versions that are known.
func (s *state) resumption(k kind, referrer *state) []byte {
	var names []string
	if referrer != nil {
		names = referrer.refs()
	}
	known := s.known()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	request, there := s.resumed[referrer]
	if !there {
		request = appendNames(appendBytes(nil, requestType, typeURLs[k]), requestSubscribe, names, nil)
		for name, r := range known {
			if r != nil {
				entry := appendBytes(appendBytes(nil, 1, name), 2, r.version)
				request = appendBytes(request, requestVersions, entry)
			}
		}
		if s.resumed == nil {
			s.resumed = map[*state][]byte{}
		}
		s.resumed[referrer] = request
	}
	return request
}
