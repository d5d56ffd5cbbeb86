package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// ticksPerSecond is what Linux shows times in, whatever its own clock.
const ticksPerSecond = 100

// usage is what was used since the processes began: seconds of CPU, and the server's memory now.
type usage struct {
	server, own float64
	resident    int64
}

func usageOf(pid int) (usage, error) {
	var u usage
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return u, err
	}
	u.own = seconds(own.Utime) + seconds(own.Stime)
	if pid == 0 {
		return u, nil
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, err
	}
	return u, u.read(string(stat))
}

// read takes the fields after the command's name, which may itself hold spaces and parentheses (proc(5)).
func (u *usage) read(stat string) error {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 22 {
		return fmt.Errorf("stat has %d fields after the name", len(fields))
	}
	for _, i := range []int{11, 12} { // utime, stime
		ticks, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return err
		}
		u.server += float64(ticks) / ticksPerSecond
	}
	pages, err := strconv.ParseInt(fields[21], 10, 64)
	u.resident = pages * int64(os.Getpagesize())
	return err
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
