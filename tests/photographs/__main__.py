"""``make photographs``: how many pages are recognised on photographs and scans of the print.

Exits with 1 below 98 per cent, if a page is taken for another, or a set is put in order wrongly.
"""

import argparse
import sys

from tests.photographs.distortions import CAMERAS
from tests.photographs.trials import pages_with, seen_of, set_of_sheets, sums

LEAST_SHARE = 0.98


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make photographs")
    parser.add_argument("--pages", type=int, default=40, help="pictures with each camera")
    parser.add_argument("--sets", type=int, default=20, help="sets of sheets in disorder")
    parser.add_argument("--seed", type=int, default=2027)
    asked = parser.parse_args(arguments)
    tallies = []
    print(f"{'camera':32} recognised  wrong   ink seen rightly (not said)")
    for number, (name, camera) in enumerate(CAMERAS.items()):
        tally = pages_with(camera, asked.pages, seed=asked.seed + number)
        tallies.append(tally)
        unsaid = tally.boxes - tally.boxes_right - tally.boxes_wrong
        print(
            f"{name:32} {tally.recognised:4}/{tally.pictures:<4}  {tally.wrong:5}"
            f"   {tally.boxes_right:3}/{tally.boxes - unsaid:<3} ({unsaid})",
            flush=True,
        )
    whole = sums(tallies)
    wrong_sets = 0
    for number in range(asked.sets):
        found, expected = set_of_sheets(asked.seed * 1000 + number)
        if seen_of(found) != expected:
            wrong_sets += 1
            print(f"set {number}: expected {expected}, found {seen_of(found)}")
    share = whole.recognised / max(1, whole.pictures)
    print(f"pages recognised: {whole.recognised} of {whole.pictures} ({share:.1%}), ", end="")
    print(f"taken for another: {whole.wrong}, sets put in order: ", end="")
    print(f"{asked.sets - wrong_sets} of {asked.sets}")
    is_good = share >= LEAST_SHARE and not whole.wrong and not wrong_sets
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
