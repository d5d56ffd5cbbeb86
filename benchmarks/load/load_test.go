package main

import (
	"strings"
	"testing"
	"time"
)

const template = `@uid-digits@ @name-dig@ team-@t@ @first-lab@.@middle@.@domain@.com @first-lab@`

func filled(t *testing.T, number int64, existing int) (string, verdict) {
	t.Helper()
	r, err := newReview("/validate", "localhost:1", []byte(template))
	if err != nil {
		t.Fatal(err)
	}
	_, allowed := r.fill(5, 0, 100) // what was there before must not shine through
	if !allowed {
		t.Error("request 5 should be allowed")
	}
	_, allowed = r.fill(number, existing, 100)
	_, body, _ := strings.Cut(string(r.bytes), "\r\n\r\n")
	return body, allowed
}

func TestRequests(t *testing.T) {
	for _, c := range []struct {
		number   int64
		existing int
		body     string
		allowed  verdict
	}{
		{1234, 0, "000000001234 0000001234 team-034 n0000001234.team-034.acmecorp.com n0000001234", true},
		{1239, 0, "000000001239 0000001239 team-039 n0000001239.team-039.evilcorp.com n0000001239", false},
		{1219, 0, "000000001219 0000001219 team-019 n0000001219.team-019.evilcorp.com n0000001219", false},
		{1219, 700, "000000001219 0000001219 team-011 e0000000510.shared-0.acmecorp.com e0000000510", false},
	} {
		body, allowed := filled(t, c.number, c.existing)
		if body != c.body || allowed != c.allowed {
			t.Errorf("%d of %d: got %q, %v", c.number, c.existing, body, allowed)
		}
	}
}

func TestTemplateWithoutFields(t *testing.T) {
	if _, err := newReview("/", "localhost:1", []byte("nothing")); err == nil {
		t.Error("expected an error")
	}
}

func TestPercentile(t *testing.T) {
	var latencies []time.Duration
	for i := range 200 {
		latencies = append(latencies, time.Duration(i+1)*time.Microsecond)
	}
	for share, want := range map[float64]float64{0.5: 100, 0.99: 198, 1: 200} {
		if got := percentile(latencies, share); got != want {
			t.Errorf("p%v: %v, expected %v", share*100, got, want)
		}
	}
	if percentile(nil, 0.99) != 0 {
		t.Error("no latencies")
	}
}

func TestStat(t *testing.T) {
	stat := "12 (a (b) c) S 1 1 1 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 3 0 100 1000000 512 18446744073709551615"
	var u usage
	if err := u.read(stat); err != nil || u.server != 3 || u.resident != 512*4096 {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestAnswerHead(t *testing.T) {
	if n, err := bodyLength([]byte("HTTP/1.1 200 OK\r\ncontent-length: 12")); n != 12 || err != nil {
		t.Error(n, err)
	}
	if _, err := bodyLength([]byte("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 12")); err == nil {
		t.Error("429 should be an error")
	}
	if _, err := bodyLength([]byte("HTTP/1.1 200 OK\r\nx: y")); err == nil {
		t.Error("no length should be an error")
	}
}
