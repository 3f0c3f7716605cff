#!/bin/sh
# Runs after the package was installed or upgraded.
set -e
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
systemctl try-restart segue.service
