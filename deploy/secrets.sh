#!/bin/sh
# Makes the secrets of an installation, one file each; what is there already stays as it is.
#
#   sh deploy/secrets.sh FOLDER [DATABASE_HOST [VALKEY_HOST]]
#
# FOLDER is made readable by its owner alone. Keep a copy outside the machine: what a lost key sealed is lost.
set -eu
umask 077
folder=${1:?"name the folder of the secrets"}
database=${2:-127.0.0.1}
valkey=${3:-127.0.0.1}
mkdir -p "$folder"
chmod 0700 "$folder"

keep() { # keep NAME: standard input as the secret of this name, unless there is one
    if [ -e "$folder/$1" ]; then cat >/dev/null; else cat >"$folder/.new" && mv "$folder/.new" "$folder/$1"; fi
}

openssl rand -base64 48 | keep INBEELD_SECRET_KEY
for name in TEXT CARE LOOKUP BACKUP CARE_BACKUP; do
    openssl rand -base64 32 | keep "INBEELD_${name}_KEY"
done
for store in main care; do
    openssl rand -hex 24 | keep "${store}_password"
done
echo "postgresql+psycopg://inbeeld_main:$(cat "$folder/main_password")@$database/inbeeld_main" | keep INBEELD_DATABASE_URL
echo "postgresql+psycopg://inbeeld_care:$(cat "$folder/care_password")@$database/inbeeld_care" | keep INBEELD_CARE_DATABASE_URL
echo "redis://$valkey:6379/0" | keep INBEELD_JOBS_URL
