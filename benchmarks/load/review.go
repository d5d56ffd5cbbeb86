package main

import (
	"bytes"
	"fmt"
)

// Fields of the template, each as wide as what replaces it.
const (
	fieldUID    = "@uid-digits@" // 12 digits
	fieldName   = "@name-dig@"   // 10 digits
	fieldTeam   = "@t@"          // 3 digits: the namespace is team-@t@
	fieldHost   = "@first-lab@"  // 11 characters: the first label of the host
	fieldMiddle = "@middle@"     // 8 characters: the second
	fieldDomain = "@domain@"     // 8 characters: the third
)

// review is one request's bytes, with the places to fill in.
type review struct {
	bytes                                 []byte
	uid, name, team, host, middle, domain []int
}

// verdict is what must come back.
type verdict bool

func newReview(path, address string, body []byte) (*review, error) {
	// As the API server's client writes it.
	head := fmt.Sprintf("POST %s?timeout=10s HTTP/1.1\r\nHost: %s\r\nUser-Agent: kube-apiserver-admission\r\n"+
		"Content-Length: %d\r\nAccept: application/json, */*\r\nContent-Type: application/json\r\n\r\n",
		path, address, len(body))
	r := &review{bytes: append([]byte(head), body...)}
	for field, at := range map[string]*[]int{fieldUID: &r.uid, fieldName: &r.name, fieldTeam: &r.team,
		fieldHost: &r.host, fieldMiddle: &r.middle, fieldDomain: &r.domain} {
		*at = places(r.bytes, field)
		if len(*at) == 0 {
			return nil, fmt.Errorf("the template lacks the field %s", field)
		}
	}
	return r, nil
}

func places(text []byte, field string) []int {
	var at []int
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(field))
		if i < 0 {
			return at
		}
		at = append(at, from+i)
		from += i + len(field)
	}
}

// fill makes the request with this number: nine in ten ask for a new host that their namespace may have; one asks
// for a host that it may not have, or, where Ingresses exist, in turn for one that another namespace has.
func (r *review) fill(number int64, existing, namespaces int) (uid []byte, allowed verdict) {
	r.digits(r.uid, number, 12)
	r.digits(r.name, number, 10)
	uid = r.bytes[r.uid[0] : r.uid[0]+12]
	team := number % int64(namespaces)
	if number%10 != 9 {
		r.place(team, 'n', number, "", "acmecorp")
		return uid, true
	}
	if existing < 10 || number/10%2 == 0 {
		r.place(team, 'n', number, "", "evilcorp")
		return uid, false
	}
	// Each tenth of the existing Ingresses has a host that all namespaces may ask for.
	taken := number / 10 % int64(existing/10) * 10
	r.place((taken+1)%int64(namespaces), 'e', taken, "shared-0", "acmecorp")
	return uid, false
}

func (r *review) place(team int64, letter byte, number int64, middle, domain string) {
	r.digits(r.team, team, 3)
	for _, at := range r.host {
		r.bytes[at] = letter
		putDigits(r.bytes[at+1:at+11], number)
	}
	for _, at := range r.middle {
		if middle != "" {
			copy(r.bytes[at:], middle)
		} else {
			copy(r.bytes[at:], "team-")
			putDigits(r.bytes[at+5:at+8], team)
		}
	}
	for _, at := range r.domain {
		copy(r.bytes[at:], domain)
	}
}

func (r *review) digits(places []int, number int64, width int) {
	for _, at := range places {
		putDigits(r.bytes[at:at+width], number)
	}
}

func putDigits(into []byte, number int64) {
	for i := len(into) - 1; i >= 0; i-- {
		into[i] = byte('0' + number%10)
		number /= 10
	}
}
