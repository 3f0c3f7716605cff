#!/bin/sh
# Runs after the package was removed. The catalogue in /var/lib/segue stays, also after a purge.
set -e
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
