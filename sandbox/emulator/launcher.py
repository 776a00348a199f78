"""Starts the AWS API emulator of the sandbox: MiniStack, with the overlay applied in the same process.

Arguments: ``--state-dir DIR`` (scratch space, ours alone) and ``--ready-fd N`` (a pipe on which one JSON line
``{"port": ...}`` is written once the socket is bound). The environment may name a data plane
(``SANDBOX_DATA_PLANE_URL`` and ``SANDBOX_DATA_PLANE_TOKEN``); without it the RDS calls are answered from memory. With
``--enforce-iam FILE`` policies are enforced, and each decision is written to that file.

The process binds 127.0.0.1 only, never talks to Docker, and ends by itself when its parent closes stdin or dies:
an emulator that outlives an interrupted demo would keep a port and 100 MB for ever.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import threading

LOOPBACK = "127.0.0.1"
SECONDS_TO_STOP = 3.0


def main():
    arguments = _arguments()
    listener = _listen()
    port = listener.getsockname()[1]
    _configure_environment(arguments.state_dir, port, arguments.enforce_iam is not None)
    _exit_with_parent()
    # After the environment: MiniStack reads its settings at import.
    from overlay import install

    app = install(arguments.enforce_iam)
    os.write(arguments.ready_fd, (json.dumps({"port": port}) + "\n").encode())
    os.close(arguments.ready_fd)
    _serve(app, listener)


def _arguments():
    parser = argparse.ArgumentParser(description="AWS API emulator of the sandbox")
    parser.add_argument("--state-dir", required=True, help="scratch directory of this emulator alone")
    parser.add_argument("--ready-fd", required=True, type=int, help="pipe on which the port is announced")
    parser.add_argument("--enforce-iam", metavar="FILE", help="enforce IAM, and write the decisions there")
    return parser.parse_args()


def _listen():
    """Binds before anything is imported: a port that is chosen first and bound later can be taken in between."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind((LOOPBACK, 0))
    listener.listen(128)
    listener.set_inheritable(True)
    return listener


def _configure_environment(state_dir, port, enforce_iam):
    """MiniStack's own settings. Its defaults listen on every interface, use /tmp and look for Docker."""
    os.makedirs(os.path.join(state_dir, "tmp"), exist_ok=True)
    os.environ.update(
        {
            "BIND_HOST": LOOPBACK,
            "MINISTACK_HOST": LOOPBACK,
            "GATEWAY_PORT": str(port),
            "TMPDIR": os.path.join(state_dir, "tmp"),
            "STATE_DIR": os.path.join(state_dir, "state"),
            "S3_DATA_DIR": os.path.join(state_dir, "s3"),
            "PERSIST_STATE": "0",
            "S3_PERSIST": "0",
            "RDS_PERSIST": "0",
            "SFTP_ENABLED": "0",
            "AUTH": str(enforce_iam).lower(),
            "USE_SSL": "",
            # Whose APIs are called by requests that carry no credentials, as those of health checkers do.
            "MINISTACK_ACCOUNT_ID": os.environ.get("SANDBOX_ACCOUNT_ID", "000000000000"),
            # A path that cannot exist: a daemon of this machine must never be asked to start containers.
            "DOCKER_HOST": "unix://" + os.path.join(state_dir, "no-docker.sock"),
        }
    )
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # A missing module fails the import at once, which MiniStack handles as "no Docker here".
    sys.modules["docker"] = None


def _exit_with_parent():
    """Stops when stdin reaches its end: the kernel closes the pipe however the parent dies."""

    def watch():
        while sys.stdin.buffer.read(4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        # A request that hangs must not keep the process alive.
        threading.Event().wait(SECONDS_TO_STOP)
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _serve(app, listener):
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 0.5
    config.loglevel = os.environ["LOG_LEVEL"]

    async def run():
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await serve(app, config, shutdown_trigger=stop.wait)

    try:
        asyncio.run(run())
    finally:
        # Worker threads of the emulator are not daemons; nothing of theirs is worth waiting for.
        os._exit(0)


if __name__ == "__main__":
    main()
