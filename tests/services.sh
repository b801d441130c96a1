# Services that tests need, private to this run. Source it and start what you need; everything stops with the shell.
#
#   . tests/services.sh
#   start_postgres          # exports SLUIS_TEST_POSTGRES

# What `stop_services` does, last one first: each is a command that a service left when it started.
services_to_stop=()
trap 'stop_services' EXIT

# Starts a PostgreSQL of our own: on a free port of the loopback, without passwords and without a care for the disk.
start_postgres() {
    local bin="" candidate dir port as=()
    for candidate in /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
        if [ -x "$candidate/initdb" ]; then bin=$candidate; fi
    done
    if [ -z "$bin" ]; then
        echo "no PostgreSQL found: install it (Debian: apt-get install postgresql)" >&2
        return 1
    fi
    dir=$(mktemp -d)
    services_to_stop+=("rm -rf '$dir'")
    # PostgreSQL refuses to run as root.
    if [ "$(id -u)" -eq 0 ]; then
        as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        chown postgres: "$dir"
    fi
    (cd "$dir" && "${as[@]}" "$bin/initdb" -D data -U sluis -A trust -E UTF8 --no-sync >initdb.log) || return 1
    local careless="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
    # Between choosing a port and taking it another may take it: then the next one.
    for port in $(shuf -i 20000-29999 -n 10); do
        if (cd "$dir" && "${as[@]}" "$bin/pg_ctl" start -w -s -D data -l log -o "-h 127.0.0.1 -p $port -k '$dir' $careless")
        then
            services_to_stop+=("(cd '$dir' && ${as[*]} '$bin/pg_ctl' stop -w -s -m immediate -D data)")
            export SLUIS_TEST_POSTGRES="postgres://sluis@127.0.0.1:$port/postgres"
            return 0
        fi
    done
    cat "$dir/log" >&2
    return 1
}

# Stops what was started, and leaves nothing behind.
stop_services() {
    local i
    for ((i = ${#services_to_stop[@]} - 1; i >= 0; i--)); do
        eval "${services_to_stop[i]}" || true
    done
    services_to_stop=()
}
