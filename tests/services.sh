# Services that tests need, private to this run. Source it and start what you need; everything stops with the shell.
#
#   . tests/services.sh
#   start_postgres          # exports SLUIS_TEST_POSTGRES
#   start_redis             # exports SLUIS_TEST_REDIS, SLUIS_TEST_REDIS_SENTINEL and SLUIS_TEST_REDIS_CLUSTER

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
    # Where a test finds it that stops and starts one of its own.
    export SLUIS_TEST_POSTGRES_BIN=$bin
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

# Starts Redis of our own, three ways: one server, a server with a Sentinel, and a Cluster of three. On free ports of the
# loopback. Everywhere the user `sluis` may do what docs/operate/production.md says; every password is `geheim`.
start_redis() {
    local dir port sentinel node nodes=()
    local sluis=(--user sluis on '>geheim' '~sluis:*' -@all
        +evalsha '+script|load' +set +hset +hget +hmget +hincrby +pexpire +del)
    dir=$(mktemp -d)
    services_to_stop+=("rm -rf '$dir'" "stop_redis '$dir'")
    # The ports of the Cluster's own bus lie 10000 higher.
    port=$(shuf -i 10000-19990 -n 1)
    redis_server "$dir" "$port" --requirepass geheim "${sluis[@]}" || return 1
    export SLUIS_TEST_REDIS="redis://127.0.0.1:$port"

    redis_server "$dir" $((port + 1)) --requirepass geheim "${sluis[@]}" +role || return 1
    sentinel=$((port + 2))
    printf '%s\n' "port $sentinel" "dir $dir" "sentinel monitor sluis 127.0.0.1 $((port + 1)) 1" \
        'sentinel auth-pass sluis geheim' >"$dir/sentinel.conf"
    redis_server "$dir" "$sentinel" "$dir/sentinel.conf" --sentinel || return 1
    export SLUIS_TEST_REDIS_SENTINEL="redis://127.0.0.1:1,redis://127.0.0.1:$sentinel"

    for node in $((port + 3)) $((port + 4)) $((port + 5)); do
        redis_server "$dir" "$node" --requirepass geheim --masterauth geheim \
            --cluster-enabled yes --cluster-config-file "nodes-$node.conf" \
            "${sluis[@]}" '+cluster|slots' || return 1
        nodes+=("127.0.0.1:$node")
    done
    REDISCLI_AUTH=geheim redis-cli --cluster create "${nodes[@]}" --cluster-yes >"$dir/cluster.log" || return 1
    export SLUIS_TEST_REDIS_CLUSTER="redis://${nodes[0]},redis://${nodes[2]}"
}

# One Redis in the background: its folder, its port, and what more to tell it.
redis_server() {
    local dir=$1 port=$2 config=()
    shift 2
    case $1 in *.conf) config=("$1") && shift ;; esac
    (cd "$dir" && exec redis-server "${config[@]}" --port "$port" --bind 127.0.0.1 --save '' --daemonize yes \
        --pidfile "$dir/$port.pid" --logfile "$dir/$port.log" "$@") || { cat "$dir/$port.log" >&2; return 1; }
    for _ in $(seq 100); do
        if [ "$(redis-cli -p "$port" ping 2>&1 | grep -c -e PONG -e NOAUTH)" -gt 0 ]; then return 0; fi
        sleep 0.05
    done
    cat "$dir/$port.log" >&2
    return 1
}

stop_redis() {
    local file pid
    for file in "$1"/*.pid; do
        pid=$(cat "$file") && kill "$pid" && tail --pid="$pid" -f /dev/null || true
    done
}

# Stops what was started, and leaves nothing behind.
stop_services() {
    local i
    for ((i = ${#services_to_stop[@]} - 1; i >= 0; i--)); do
        eval "${services_to_stop[i]}" || true
    done
    services_to_stop=()
}
