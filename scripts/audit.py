"""Known vulnerabilities in the pinned packages; says so plainly when no advisory source answers."""

import glob
import json
import subprocess
import sys

LOCKS = sorted(glob.glob("requirements/*.txt"))


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format", "json"]
    for lock in LOCKS:
        command += ["--requirement", lock]
    outcome = subprocess.run(command, capture_output=True, text=True)
    try:
        packages = json.loads(outcome.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"Nothing was audited: pip-audit gave no result.\n{outcome.stderr.strip()[-500:]}")
        return 2
    audited = [package for package in packages if "vulns" in package]
    for package in audited:
        for finding in package["vulns"]:
            print(
                f"{package['name']} {package['version']}: {finding['id']} (fixed in {', '.join(finding['fix_versions']) or 'no release'})"
            )
    if not audited:
        print(f"Nothing was audited: no advisory source answered for any of {len(packages)} packages.")
        return 2
    found = sum(len(package["vulns"]) for package in audited)
    print(f"{len(audited)} of {len(packages)} packages audited, {found} known vulnerabilities.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
