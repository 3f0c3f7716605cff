package main

import (
	"context"

	"github.com/coreos/go-systemd/v22/daemon"
)

// notifyReady tells systemd that the server listens, and later that it stops. Without systemd it
// does nothing.
func (t *terminal) notifyReady(ctx context.Context) {
	t.notify(daemon.SdNotifyReady)
	context.AfterFunc(ctx, func() { t.notify(daemon.SdNotifyStopping) })
}

func (t *terminal) notify(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		t.log.Warn("systemd was not notified", "error", err)
	}
}
