package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longest is the longest time that a server's word is taken for.
const longest = 7 * 24 * time.Hour

// retryAfter is how long a Retry-After header asks to wait: seconds or a date
// (RFC 9110, section 10.2.3). What can't be read is 0.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
		return seconds(n)
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), longest)
	}
	return 0
}

// maxAge is how long Cache-Control says that a response is good, or 0.
func maxAge(h http.Header) time.Duration {
	for directive := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if name == "no-cache" || name == "no-store" {
			return 0
		}
		if n, err := strconv.ParseInt(strings.Trim(value, `" `), 10, 64); name == "max-age" && err == nil && n > 0 {
			return seconds(n)
		}
	}
	return 0
}

// seconds is a number of seconds, at most the longest time.
func seconds(n int64) time.Duration {
	if n > int64(longest/time.Second) {
		return longest
	}
	return time.Duration(n) * time.Second
}
