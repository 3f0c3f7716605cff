package outbound

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSpecialUseAddressesAreRecognised(t *testing.T) {
	for _, tt := range []struct{ kind, addresses string }{
		{"", "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0"},
		{"", "168.63.129.15 168.63.129.17 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255"},
		{"", "2000:: 2606:4700:4700::1111 2001:200::1 2001:db7:: 2001:db9:: 2003:: 3ffe:: 3fff:1000:: 3fff:ffff::"},
		{"", "::ffff:8.8.8.8 64:ff9b::8.8.8.8"},
		{"loopback", "127.0.0.1 127.255.255.255 ::1 ::ffff:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::7f00:1"},
		{"private", "10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255 ::ffff:10.0.0.1 64:ff9b::192.168.1.1"},
		{"private", "fc00:: fd00:ec2::254 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"link-local", "169.254.0.0 169.254.169.254 169.254.255.255 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe fe80::1 fe80::1%eth0 febf::"},
		{"carrier-grade NAT", "100.64.0.0 100.100.100.200 100.127.255.255"},
		{"this network", "0.0.0.0 0.255.255.255 :: ::ffff:0.0.0.0"},
		{"Azure platform", "168.63.129.16"},
		{"documentation", "192.0.2.0 192.0.2.255 198.51.100.1 203.0.113.0 203.0.113.255 2001:db8:: 2001:db8:ffff::1 3fff:: 3fff:fff:ffff::"},
		{"benchmarking", "198.18.0.0 198.19.255.255"},
		{"multicast", "224.0.0.1 239.255.255.255 ff02::1 ff00:: ::ffff:224.0.0.1"},
		{"reserved", "192.0.0.0 192.0.0.192 192.0.0.255 192.88.99.1 240.0.0.0 255.255.255.255 ::ffff:255.255.255.255"},
		{"reserved", "::127.0.0.1 ::8.8.8.8 64:ff9b:1::1 64:ff9b:0:0:0:1:808:808 100::1 1fff::1 4000::1 5f00::1 fec0::1"}, // ::8.8.8.8 is an obsolete form of IPv4
		{"reserved", "2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1ff:ffff::1 2002:7f00:1::1 2002:c0a8:101::1 2002:808:808::1"},
	} {
		for text := range strings.FieldsSeq(tt.addresses) {
			if got := specialUse(netip.MustParseAddr(text)); got != tt.kind {
				t.Errorf("%s is %q, want %q", text, got, tt.kind)
			}
		}
	}
	if specialUse(netip.Addr{}) == "" {
		t.Error("the zero address is not refused")
	}
}

func TestAddressesThatAreSpecialInNetipAreSpecial(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")
		address := netip.AddrFrom4([4]byte(raw))
		byKey := address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast() || address.IsMulticast() || address.IsUnspecified()
		mapped := netip.AddrFrom16(address.As16())
		through := netip.AddrFrom16([16]byte(append([]byte{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, raw...)))
		kind := specialUse(address)
		if byKey && kind == "" || specialUse(mapped) != kind || specialUse(through) != kind {
			t.Fatalf("%s is %q, %s %q, %s %q", address, kind, mapped, specialUse(mapped), through, specialUse(through))
		}
	})
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(okHandler))
	defer server.Close()
	port := ":" + address(t, server).Port()
	for _, tt := range []struct{ name, url, address, kind string }{
		{"an IPv4 address", "http://127.0.0.1" + port, "127.0.0.1", "loopback"},
		{"an IPv6 address", "http://[::1]" + port, "::1", "loopback"},
		{"an IPv4 address mapped to IPv6", "http://[::ffff:127.0.0.1]" + port, "127.0.0.1", "loopback"},
		{"the unspecified address", "http://0.0.0.0" + port, "0.0.0.0", "this network"},
		{"a cloud's metadata service", "http://169.254.169.254/latest/meta-data", "169.254.169.254", "link-local"},
		{"a private address, over https", "https://192.168.1.1/", "192.168.1.1", "private"},
		{"a name that resolves to loopback", "http://localhost" + port, "", "loopback"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := New(Feeds())
			defer client.CloseIdleConnections()
			_, err := get(t.Context(), client, tt.url)
			refused, ok := errors.AsType[*PrivateAddressError](err)
			if !ok || !errors.Is(err, ErrPrivateAddress) {
				t.Fatalf("got %v", err)
			}
			if host := mustParse(t, tt.url).Hostname(); refused.Host != host || refused.Kind != tt.kind || tt.address != "" && refused.Address.String() != tt.address {
				t.Fatalf("got %+v", refused)
			}
		})
	}
}

func TestARefusedAddressIsNotRetried(t *testing.T) {
	policy, tries := Feeds().withDefaults(), 0
	client := newClient(policy, newTransport(policy, func(a netip.Addr) string { tries++; return specialUse(a) }))
	defer client.CloseIdleConnections()
	_, err := get(t.Context(), client, "http://127.0.0.1:1/")
	if !errors.Is(err, ErrPrivateAddress) || tries != 1 {
		t.Fatalf("got %v after %d tries", err, tries)
	}
}

func TestPrivateAddressErrorNamesTheHostAndTheFlag(t *testing.T) {
	err := &PrivateAddressError{Host: "intranet.example", Address: netip.MustParseAddr("10.0.0.7"), Kind: "private"}
	want := "private address refused: intranet.example has address 10.0.0.7 (private), which is not on the internet; set --allow-private-feeds to allow it"
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestRedirectsToPrivateAddressesAreRefused(t *testing.T) {
	for _, to := range []string{"http://[::1]:1/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://0x7f.1:1/", "http://2130706433:1/"} {
		t.Run("to "+to, func(t *testing.T) {
			server := httptest.NewServer(http.RedirectHandler(to, http.StatusFound))
			defer server.Close()
			// The first connection, to the test's own server, is allowed.
			policy := Feeds().withDefaults()
			own := netip.MustParseAddr("127.0.0.1")
			seen := false
			client := newClient(policy, newTransport(policy, func(a netip.Addr) string {
				if a == own && !seen {
					seen = true
					return ""
				}
				return specialUse(a)
			}))
			defer client.CloseIdleConnections()
			_, err := get(t.Context(), client, server.URL)
			unresolved, _ := errors.AsType[*Error](err) // not every resolver accepts the numeric forms
			if !seen || !errors.Is(err, ErrPrivateAddress) && (unresolved == nil || unresolved.Failure != Unresolved) {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestPrivateAddressesAreReachedIfAllowed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(okHandler))
	defer server.Close()
	client := New(testPolicy())
	defer client.CloseIdleConnections()
	got, _ := get(t.Context(), client, server.URL)
	if diff := cmp.Diff(result{Status: 200, Body: "fine"}, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestAProxyIsUsedOnlyIfPrivateAddressesAreAllowed(t *testing.T) {
	if newTransport(Feeds(), specialUse).Proxy != nil {
		t.Error("feeds use a proxy, which hides the address of the connection")
	}
	if newTransport(Provider(), specialUse).Proxy == nil {
		t.Error("providers do not use the proxy of the environment")
	}
}

func TestInvalidURLsAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, url, want string }{
		{"another scheme", "ftp://feeds.example/?key=secret", "unusable address: the URL of feeds.example must begin with http:// or https://"},
		{"a file", "file:///etc/passwd", "unusable address: the URL has no host"},
		{"no host", "http:///secret", "unusable address: the URL has no host"},
		{"only a port", "http://:80/", "unusable address: the URL has no host"},
		{"a password", "http://user:secret@feeds.example/", "unusable address: the URL of feeds.example contains a user name or password; remove it"},
		{"a user name", "http://secret@feeds.example/", "unusable address: the URL of feeds.example contains a user name or password; remove it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			closed := false
			request := &http.Request{Method: http.MethodPost, URL: mustParse(t, tt.url), Body: closer(func() { closed = true })}
			got, err := do(New(Feeds()), request.WithContext(t.Context()))
			if diff := cmp.Diff(result{Err: tt.want}, got); diff != "" || !errors.Is(err, ErrAddress) || !closed {
				t.Fatalf("closed is %t, error %v (-want +got):\n%s", closed, err, diff)
			}
		})
	}
}

type closer func()

func (c closer) Read([]byte) (int, error) { return 0, errors.New("never read") }
func (c closer) Close() error             { c(); return nil }

func mustParse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func address(t *testing.T, server *httptest.Server) *url.URL { return mustParse(t, server.URL) }
