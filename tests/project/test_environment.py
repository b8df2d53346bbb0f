"""The script that makes .venv: which Python it takes, when it does nothing, and what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project.served import PROJECT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.txt")


@pytest.fixture
def checkout(place: Path) -> Path:
    """A project with a space in its path, and locks of one line."""
    folder = place / "a checkout"
    (folder / "project").mkdir(parents=True)
    (folder / "programs").mkdir()
    shutil.copy(PROJECT / "project" / "environment.sh", folder / "project")
    for name in LOCKS:
        (folder / name).write_text(f"# {name}\n")
    for name in ("sh", "cmp", "cp", "rm", "mkdir", "cat", "chmod"):
        (folder / "programs" / name).symlink_to(str(shutil.which(name)))
    return folder


def python(checkout: Path, name: str, version: str, *, complete: bool = True) -> None:
    """A pretended Python: it knows its version, makes environments, and notes what it is asked to install."""
    program = checkout / "programs" / name
    major, minor = version.split(".")
    program.write_text(
        f"""#!/bin/sh
case "$1 $2" in
    *version_info*) echo {int(major)}{int(minor):02d} ;;
    *ensurepip*) {"exit 0" if complete else "exit 1"} ;;
    "--version "*) echo "Python {version}" ;;
    "-m venv") mkdir -p "$3/bin"; cp "{program}" "$3/bin/python" ;;
    "-m pip") [ "$3" = --version ] || echo "pip $*" >> installed.txt ;;
    "-m uv") echo "uv $*" >> installed.txt; [ ! -e uv-fails ] ;;
esac
"""
    )
    program.chmod(0o755)


def run(checkout: Path, want: str = "run", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "project/environment.sh", want],
        cwd=checkout,
        env={"PATH": str(checkout / "programs"), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def installed(checkout: Path) -> list[str]:
    """The commands that installed something since the last question."""
    notes = checkout / "installed.txt"
    lines = notes.read_text().splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return lines


def test_the_newest_suitable_python_makes_it(checkout: Path):
    for name, version in (("python3", "3.11"), ("python3.13", "3.13"), ("python3.12", "3.12")):
        python(checkout, name, version)
    done = run(checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "with Python 3.13" in done.stdout


def test_an_incomplete_or_old_one_is_passed_over(checkout: Path):
    python(checkout, "python3.13", "3.13", complete=False)
    python(checkout, "python3", "3.10")
    python(checkout, "python3.11", "3.11")
    assert "with Python 3.11" in run(checkout).stdout


def test_python_names_one(checkout: Path):
    python(checkout, "python3", "3.13")
    python(checkout, "mine", "3.12")
    assert "with Python 3.12" in run(checkout, PYTHON="mine").stdout


def test_no_python_is_one_line(checkout: Path):
    python(checkout, "python3", "3.9")
    done = run(checkout)
    assert done.returncode == 1
    assert done.stderr.startswith("isnad: no Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


def test_a_python_without_its_venv_package_is_one_line(checkout: Path):
    python(checkout, "python3", "3.11", complete=False)
    done = run(checkout)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert done.stderr.count("\n") == 1


def test_uv_comes_through_pip_and_the_rest_through_uv_both_by_hash(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout)
    first, second = installed(checkout)
    assert first.startswith("pip")
    assert "--require-hashes -r requirements-uv.txt" in first
    assert second.startswith("uv -m uv pip sync")
    assert "--require-hashes requirements.lock" in second


def test_a_second_run_does_nothing(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout)
    installed(checkout)
    done = run(checkout)
    assert (done.returncode, done.stdout, installed(checkout)) == (0, "", [])


def test_a_changed_lock_is_installed(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout)
    installed(checkout)
    (checkout / "requirements.lock").write_text("# newer\n")
    run(checkout)
    assert len(installed(checkout)) == 1


def test_an_interrupted_run_is_completed_by_the_next(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout)
    (checkout / ".venv" / "installed.lock").unlink()
    installed(checkout)
    run(checkout)
    assert len(installed(checkout)) == 1


def test_serving_keeps_the_developers_packages(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout, "dev")
    assert "requirements-dev.lock" in installed(checkout)[-1]
    assert run(checkout, "run").stdout == ""
    (checkout / "requirements.lock").write_text("# newer\n")
    run(checkout, "run")
    assert "requirements-dev.lock" in installed(checkout)[-1]


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path):
    python(checkout, "python3", "3.12")
    run(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()
    assert "Making .venv" in run(checkout).stdout


def test_pip_steps_in_where_uv_cannot(checkout: Path):
    python(checkout, "python3", "3.12")
    (checkout / "uv-fails").touch()
    done = run(checkout)
    assert (done.returncode, "trying pip" in done.stdout) == (0, True)
    assert "--require-hashes -r requirements.lock" in installed(checkout)[-1]


def test_the_locks_name_no_address():
    for name in LOCKS:
        text = (PROJECT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert "--hash=sha256:" in text


def test_the_developers_lock_holds_all_of_the_other():
    def pins(name: str) -> set[str]:
        lines = (PROJECT / name).read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_script_is_executable_by_any_shell():
    for shell in ("dash", "bash", "busybox"):
        program = shutil.which(shell)
        if program:
            words = [program, "sh"] if shell == "busybox" else [program]
            subprocess.run([*words, "-n", str(PROJECT / "project" / "environment.sh")], check=True, env=os.environ)
