package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func cluster(name, service string) []byte {
	body := appendBytes(nil, 1, name)
	body = append(body, 2<<3|wireVarint, eds)
	var config []byte
	if service != "" {
		config = appendBytes(nil, 2, service)
	}
	return appendBytes(body, 3, config)
}

func listener(field int, route string) []byte {
	rds := appendBytes(nil, 2, route)
	manager := appendBytes(appendBytes(nil, 2, "stat"), 3, rds)
	config := appendBytes(appendBytes(nil, 1, string(connectionManager)), 2, manager)
	filter := appendBytes(appendBytes(nil, 1, "hcm"), 4, config)
	return appendBytes(nil, field, appendBytes(nil, 3, filter))
}

func TestReferences(t *testing.T) {
	static := append(appendBytes(nil, 1, "static"), 2<<3|wireVarint, 0)
	tcp := appendBytes(nil, 3, appendBytes(nil, 3, appendBytes(nil, 4, appendBytes(appendBytes(nil, 1, "tcp"), 2, "x"))))
	for _, c := range []struct {
		kind kind
		body []byte
		want []string
	}{
		{clusters, cluster("a", ""), []string{"a"}},
		{clusters, cluster("a", "b"), []string{"b"}},
		{clusters, static, nil},
		{listeners, listener(3, "80"), []string{"80"}},
		{listeners, append(listener(3, "80"), listener(25, "90")...), []string{"80", "90"}},
		{listeners, tcp, nil},
		{endpoints, cluster("a", ""), nil},
	} {
		got, err := references(c.kind, c.body)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v", c.body, got, err)
		}
	}
}

func TestSpoiltMessages(t *testing.T) {
	whole := appendBytes(appendBytes(nil, responseResources, resourceBytes(clusters, "a", "1", cluster("a", ""))),
		responseType, typeURLs[clusters])
	for n := range len(whole) {
		b, _, err := newLibrary().read(whole[:n])
		if err == nil && len(b.resources) == 1 && b.kind == clusters {
			t.Errorf("%d of %d bytes were read as the whole", n, len(whole))
		}
	}
	if _, _, err := newLibrary().read([]byte{0xff}); err == nil {
		t.Error("expected an error")
	}
}

func TestOneContentIsOneBatch(t *testing.T) {
	l := newLibrary()
	message := func(version, nonce string, middle ...byte) []byte {
		body := slices.Concat(bytes.Repeat([]byte("x"), 10_000), middle, bytes.Repeat([]byte("x"), 10_000-len(middle)))
		m := appendBytes(nil, responseResources, resourceBytes(routes, "r", version, body))
		return appendBytes(appendBytes(appendBytes(m, responseType, typeURLs[routes]), responseNonce, nonce), 7, "revision")
	}
	a, nonce, err := l.read(message("1", "n1"))
	if err != nil || string(nonce) != "n1" || a.resources[0].version != "1" {
		t.Fatal(a, nonce, err)
	}
	if b, nonce, _ := l.read(message("1", "other")); b != a || string(nonce) != "other" {
		t.Error("the same but for its nonce is another batch")
	}
	if b, _, _ := l.read(message("2", "n1")); b == a {
		t.Error("another version is the same batch")
	}
	if b, _, _ := l.read(message("1", "n1", 'y')); b == a {
		t.Error("what differs only in its midst is the same batch")
	}
	if !bytes.Equal(a.message("n1"), message("1", "n1")) {
		t.Error("the message isn't as it was")
	}
}

func TestNode(t *testing.T) {
	d := identity{"sidecar~{ip}~{pod}.{namespace}~x", `{"N":"{namespace}","deep":{"list":[1,true,null]}}`, "c", 3, "app-"}
	node, err := d.node(4)
	if err != nil {
		t.Fatal(err)
	}
	list := appendBytes(appendBytes(appendBytes(nil, 1, appendDouble(nil, 2, 1)), 1, appendBool(nil, 4, true)),
		1, []byte{1<<3 | wireVarint, 0})
	deep := appendStructEntry(nil, "list", appendBytes(nil, 6, list))
	metadata := appendStructEntry(nil, "N", appendBytes(nil, 3, "app-1"))
	metadata = appendStructEntry(metadata, "deep", appendBytes(nil, 5, deep))
	want := appendBytes(appendBytes(nil, 1, "sidecar~10.128.0.5~proxy-4.app-1~x"), 2, "c")
	want = appendBytes(appendBytes(want, 3, metadata), 6, "envoy")
	if !bytes.Equal(node, want) {
		t.Errorf("got  %q\nwant %q", node, want)
	}
	if d.metadata = "{"; err == nil {
		_, err = d.node(0)
	}
	if err == nil {
		t.Error("expected an error")
	}
}

func appendStructEntry(to []byte, name string, value []byte) []byte {
	return appendBytes(to, 1, appendBytes(appendBytes(nil, 1, name), 2, value))
}

func TestPercentiles(t *testing.T) {
	var latencies []int64
	for i := range 200 {
		latencies = append(latencies, int64(200-i)*1e6)
	}
	if s := summarize(latencies); s != (summary{200, 100, 198, 200}) {
		t.Error(s)
	}
	if s := summarize(nil); s != (summary{}) {
		t.Error(s)
	}
}

// world is one cluster with endpoints and one without, one listener, one route.
func world(f *fake) {
	f.put(clusters, "web", "c1", cluster("web", "outbound|80||web"))
	f.put(clusters, "black", "c2", append(appendBytes(nil, 1, "black"), 2<<3|wireVarint, 0))
	f.put(endpoints, "outbound|80||web", "e1", []byte("10.0.0.1"))
	f.put(listeners, "out", "l1", listener(3, "80"))
	f.put(routes, "80", "r1", []byte("route"))
}

func newSwarm(t *testing.T, address string) *swarm {
	s := &swarm{target: target{address: address}, library: newLibrary(),
		identity: identity{"sidecar~{ip}~{pod}.{namespace}~x", "{}", "c", 2, "app-"}}
	t.Cleanup(func() {
		if s.end != nil {
			_ = s.disconnect()
		}
	})
	return s
}

func do(t *testing.T, s *swarm, line string) answer {
	t.Helper()
	var out bytes.Buffer
	if err := s.serve(strings.NewReader(line), &out); err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if a.Error != "" || len(a.Problems) > 0 {
		t.Fatalf("%s: %s %v", line, a.Error, a.Problems)
	}
	return a
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain for " + what)
		}
	}
}

func TestProxiesAskAsEnvoyDoes(t *testing.T) {
	f, server := startFake(t, false)
	world(f)
	s := newSwarm(t, server.Listener.Addr().String())
	a := do(t, s, `{"do":"connect","proxies":1}`)
	if a.Configured != 1 || a.Refused != 0 || a.Totals.Messages != 4 || a.Totals.Wire <= a.Totals.Bytes {
		t.Errorf("%+v", a)
	}
	for k, want := range [kinds][]string{nil, {"outbound|80||web"}, nil, {"80"}} {
		asks := f.asked(kind(k))
		if len(asks) != 1 || !slices.Equal(asks[0].subscribe, want) || asks[0].hasNode != (kind(k) == clusters) {
			t.Errorf("%s: %+v", kindNames[k], asks)
		}
	}
	eventually(t, "four ACKs", func() bool { return slices.Equal(f.acked(), []string{"n1", "n2", "n3", "n4"}) })

	f.put(clusters, "api", "c1", cluster("api", ""))
	f.put(endpoints, "api", "e1", []byte("10.0.0.2"))
	f.push(clusters, "api")
	eventually(t, "the new cluster's endpoints", func() bool { return len(f.asked(endpoints)) == 2 })
	if again := f.asked(endpoints)[1]; !slices.Equal(again.subscribe, []string{"api"}) {
		t.Errorf("%+v", again)
	}
	f.mutex.Lock()
	delete(f.resources[clusters], "web")
	f.mutex.Unlock()
	f.push(clusters, "web")
	eventually(t, "the old one's to be dropped", func() bool { return len(f.asked(endpoints)) == 3 })
	if last := f.asked(endpoints)[2]; !slices.Equal(last.unsubscribe, []string{"outbound|80||web"}) {
		t.Errorf("%+v", last)
	}
}

func TestAChangeIsTimedAtThoseThatItConcerns(t *testing.T) {
	f, server := startFake(t, false)
	world(f)
	s := newSwarm(t, server.Listener.Addr().String())
	do(t, s, `{"do":"connect","proxies":6}`)
	before := do(t, s, `{"do":"count"}`).Totals

	do(t, s, `{"do":"unsubscribe","kind":"eds","name":"outbound|80||web","every":3}`)
	eventually(t, "four to drop the name", func() bool { return len(f.asked(endpoints)) == 6+4 })
	do(t, s, `{"do":"expect","kind":"eds","name":"outbound|80||web","contains":"10.9.9.9","every":3}`)
	since := now()
	f.push(endpoints, "outbound|80||web") // what was there before: not it
	f.put(endpoints, "outbound|80||web", "e2", []byte("10.9.9.9"))
	f.push(endpoints, "outbound|80||web")
	a := do(t, s, fmt.Sprintf(`{"do":"await","since":%d}`, since))
	if a.Expected != 2 || a.Latency.Count != 2 || a.Strangers != 0 {
		t.Errorf("%+v", a)
	}
	if a.Latency.P50 <= 0 || a.Latency.Max > 10_000 || a.Latency.P99 < a.Latency.P50 {
		t.Errorf("%+v", a.Latency)
	}
	if a.Totals.Messages != before.Messages+4 || a.Totals.ByKind["cds"] != before.ByKind["cds"] {
		t.Errorf("%+v, before %+v", a.Totals, before)
	}
	if all := do(t, s, `{"do":"series"}`).Latency; all != a.Latency {
		t.Errorf("%+v", all)
	}
	if none := do(t, s, `{"do":"series"}`).Latency; none.Count != 0 {
		t.Errorf("%+v", none)
	}

	do(t, s, `{"do":"expect","kind":"rds","name":"80","namespace":"app-0"}`)
	f.push(routes, "80")
	if a := do(t, s, fmt.Sprintf(`{"do":"await","since":%d}`, now())); a.Expected != 3 || a.Latency.Count != 3 {
		t.Errorf("%+v", a)
	}
	eventually(t, "the others' messages to be seen as strangers'", func() bool {
		return do(t, s, `{"do":"count"}`).Totals.Messages == before.Messages+4+6
	})
	do(t, s, `{"do":"expect","kind":"rds","name":"80","contains":"never","every":2}`)
	if a := do(t, s, `{"do":"await","since":0,"patience":20}`); a.Expected != 3 || a.Latency.Count != 0 {
		t.Errorf("%+v", a)
	}
}

func TestWhoKnowsEverythingIsSentNothing(t *testing.T) {
	f, server := startFake(t, false)
	world(f)
	s := newSwarm(t, server.Listener.Addr().String())
	first := do(t, s, `{"do":"connect","proxies":3}`).Totals
	do(t, s, `{"do":"disconnect"}`)
	eventually(t, "the streams' end", func() bool {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		return len(f.streams) == 0
	})
	f.put(routes, "80", "r2", []byte("route"))
	if a := do(t, s, `{"do":"connect","proxies":3,"resume":true}`); a.Configured != 3 {
		t.Errorf("%+v", a)
	}
	eventually(t, "the changed route", func() bool {
		return do(t, s, `{"do":"count"}`).Totals.Messages == first.Messages+3
	})
	for k, want := range []map[string]string{
		{"web": "c1", "black": "c2"}, {"outbound|80||web": "e1"}, {"out": "l1"}, {"80": "r1"}} {
		last := f.asked(kind(k))[3]
		if fmt.Sprint(last.versions) != fmt.Sprint(want) || last.hasNode != (kind(k) == clusters) {
			t.Errorf("%s: %+v", kindNames[k], last)
		}
	}
}

func TestWhoIsRefusedTriesAgain(t *testing.T) {
	f, server := startFake(t, false)
	world(f)
	f.refuse = 2
	s := newSwarm(t, server.Listener.Addr().String())
	if n, err := s.connect(5, false, time.Minute); n != 5 || err != nil {
		t.Fatal(n, err)
	}
	if s.refused != 2 || !strings.Contains(s.problems[0], "status 8 too many") {
		t.Error(s.refused, s.problems)
	}
	server.CloseClientConnections()
	eventually(t, "lost streams to be counted", func() bool {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		return s.ended == 5
	})
}

func TestWhoIsNeverConfiguredIsTold(t *testing.T) {
	_, server := startFake(t, false) // has nothing, and so never answers
	s := newSwarm(t, server.Listener.Addr().String())
	if n, err := s.connect(2, false, 50*time.Millisecond); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	if !strings.Contains(s.problems[0], "2 of 2 weren't configured") {
		t.Error(s.problems)
	}
}

// TestLargeMessages goes over all windows and frames, both ways, and over TLS.
func TestLargeMessages(t *testing.T) {
	ownWindow = 1 << 20
	t.Cleanup(func() { ownWindow = 256 << 20 }) // after the streams have ended
	f, server := startFake(t, true)
	world(f)
	var names []string
	for i := range 3_000 {
		name := fmt.Sprintf("outbound|80||a-service-with-a-long-name-%d.namespace.svc.cluster.local", i)
		names = append(names, name)
		f.put(clusters, name, "c", append(cluster(name, ""), appendBytes(nil, 9, strings.Repeat("x", 1_000))...))
		f.put(endpoints, name, "e", []byte("10.0.0.1"))
	}
	s := newSwarm(t, server.Listener.Addr().String())
	if err := s.target.read(true, "", "", "", "", ""); err != nil {
		t.Fatal(err)
	}
	a := do(t, s, `{"do":"connect","proxies":4}`)
	if a.Configured != 4 || a.Totals.ByKind["cds"] < 4*3<<20 {
		t.Errorf("%+v", a)
	}
	if asks := f.asked(endpoints); len(asks[0].subscribe) != len(names)+1 {
		t.Error(len(asks[0].subscribe))
	}
	for range 3 { // more than the window
		f.push(clusters, names...)
	}
	eventually(t, "all of them", func() bool {
		return do(t, s, `{"do":"count"}`).Totals.Messages == 4*(4+3)
	})
}

func TestWhatCameCanBeWritten(t *testing.T) {
	f, server := startFake(t, false)
	world(f)
	s := newSwarm(t, server.Listener.Addr().String())
	do(t, s, `{"do":"connect","proxies":1}`)
	do(t, s, `{"do":"expect","kind":"eds","name":"outbound|80||web","contains":"10.7.7.7"}`)
	f.put(endpoints, "outbound|80||web", "e2", []byte("10.7.7.7"))
	f.push(endpoints, "outbound|80||web")
	do(t, s, `{"do":"await","since":0}`)
	file := filepath.Join(t.TempDir(), "all")
	if a := do(t, s, fmt.Sprintf(`{"do":"capture","file":%q}`, file)); a.Messages != 5 {
		t.Errorf("%+v", a)
	}
	do(t, s, fmt.Sprintf(`{"do":"capture","file":%q,"name":"outbound|80||web"}`, file))
	got, err := os.ReadFile(file)
	if err != nil || len(got) < 4 {
		t.Fatal(err)
	}
	b, nonce, err := newLibrary().read(got[4:])
	if err != nil || string(nonce) != "captured" || !b.holds("outbound|80||web", []byte("10.7.7.7")) {
		t.Error(b, nonce, err)
	}
}

func TestOrdersThatCannotBeObeyed(t *testing.T) {
	s := newSwarm(t, "127.0.0.1:1")
	for _, line := range []string{`{`, `{"do":"dance"}`, `{"do":"await"}`, `{"do":"expect","kind":"sds"}`,
		`{"do":"disconnect"}`, `{"do":"capture"}`, `{"do":"unsubscribe","kind":"eds"}`,
		`{"do":"connect","proxies":1,"resume":true}`} {
		var out bytes.Buffer
		if err := s.serve(strings.NewReader(line), &out); err != nil || !strings.Contains(out.String(), `"error"`) {
			t.Errorf("%s: %v, %s", line, err, out.String())
		}
	}
}
