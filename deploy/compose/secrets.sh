#!/bin/sh
# Makes deploy/compose/secrets for compose.yaml. Put certificate.pem (with its chain) and certificate.key there yourself.
set -eu
cd "$(dirname "$0")"
sh ../secrets.sh secrets database valkey
if [ ! -e secrets/database_password ]; then (umask 077 && openssl rand -hex 24 >secrets/database_password); fi
# Nobody but the owner gets into the folder; inside the containers each file is read by a user of its own.
chmod 0444 secrets/*
