# Programs that tests need besides services: a browser with its driver, Apache with an OpenID Connect module, Python with a mail
# server and Authlib, and Node with two relying parties. To be sourced.

# Installs with apt what is not there. On another system, install these by hand and run the tests again.
install_what_is_missing() {
    local missing=()
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
    command -v redis-server >/dev/null || missing+=(redis-server)
    command -v chromedriver >/dev/null || missing+=(chromium chromium-driver)
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
    [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] || missing+=(apache2-bin libapache2-mod-auth-openidc)
    command -v npm >/dev/null || missing+=(nodejs npm)
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "== installing ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        echo "these are missing, and there is no apt-get here: ${missing[*]}" >&2
        return 1
    fi
    local as=()
    [ "$(id -u)" -eq 0 ] || as=(sudo)
    "${as[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

chromedriver_pid=""

# Starts the driver of Chromium on a free port.
start_chromedriver() {
    local port
    for port in $(shuf -i 30000-39999 -n 20); do
        chromedriver --port="$port" --silent >/dev/null 2>&1 &
        chromedriver_pid=$!
        for _ in $(seq 50); do
            if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && kill -0 "$chromedriver_pid" 2>/dev/null; then
                export SLUIS_TEST_CHROMEDRIVER="http://127.0.0.1:$port"
                return 0
            fi
            kill -0 "$chromedriver_pid" 2>/dev/null || break
            sleep 0.1
        done
        kill "$chromedriver_pid" 2>/dev/null || true
    done
    echo "chromedriver does not start" >&2
    return 1
}

stop_chromedriver() {
    [ -z "$chromedriver_pid" ] || kill "$chromedriver_pid" 2>/dev/null || true
    chromedriver_pid=""
}

# Makes a Python of our own in target/python, with what tests/python/requirements.txt names.
prepare_python() {
    local home=$PWD/target/python
    if ! cmp -s tests/python/requirements.txt "$home/requirements.txt"; then
        rm -rf "$home"
        python3 -m venv "$home"
        "$home/bin/pip" install --quiet --disable-pip-version-check -r tests/python/requirements.txt
        cp tests/python/requirements.txt "$home/requirements.txt"
    fi
    export SLUIS_TEST_PYTHON=$home/bin/python
}

# Puts what tests/node/package-lock.json names into tests/node/node_modules.
prepare_node() {
    local home=tests/node
    if ! cmp -s "$home/package-lock.json" "$home/node_modules/installed.json"; then
        npm ci --prefix "$home" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
        cp "$home/package-lock.json" "$home/node_modules/installed.json"
    fi
}
