import os
import subprocess
import sys

from tests.benchmarks import processor

BUSY = "import sys, time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\nsys.stdin.read()"


def test_children_count_also_those_that_have_ended_but_for_one_that_is_left_out() -> None:
    me = os.getpid()
    before = processor.seconds(me)
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert processor.seconds(child.pid) >= 0.29
        assert processor.seconds(me) - processor.seconds(me, without=child.pid) >= 0.25
    assert processor.seconds(me) - before >= 0.29
