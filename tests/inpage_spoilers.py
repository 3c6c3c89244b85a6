"""Programs that would spoil the next one: name to spoiler, probe, and what the probe prints."""

from __future__ import annotations

# Nothing of these is left for the next program, and no fresh interpreter is needed for that.
SPOILERS = {
    "a builtin taken away": ("import builtins; del builtins.len", "print(len('abc'))", "3"),
    "all builtins taken away": ("__builtins__.__dict__.clear()", "print(len('abc'))", "3"),
    "a builtin replaced": ("import builtins; builtins.sum = max", "print(sum([1, 2]))", "3"),
    "a module patched": (
        "import os; os.getcwd = None",
        "import os; print(callable(os.getcwd))",
        "True",
    ),
    "a name added": (
        "import sys; sys.left = 1",
        "import sys; print(hasattr(sys, 'left'))",
        "False",
    ),
    "an imported module patched": (
        "import colorsys; colorsys.left = 1",
        "import colorsys; print(hasattr(colorsys, 'left'))",
        "False",
    ),
    "a search path cleared": (
        "import sys; sys.path.clear()",
        "import colorsys; print('found')",
        "found",
    ),
    "an import hook": (
        "import sys; sys.meta_path.clear()",
        "import colorsys; print('found')",
        "found",
    ),
    "a variable of the environment": (
        "import os; os.environ['LEFT'] = '1'",
        "import os; print('LEFT' in os.environ)",
        "False",
    ),
    "another folder": (
        "import os; os.mkdir('below'); os.chdir('below')",
        "import os; print(os.listdir())",
        "[]",
    ),
    "a file": ("open('left', 'w').close()", "import os; print(os.listdir())", "[]"),
    "a recursion limit": (
        "import sys; sys.setrecursionlimit(77)",
        "import sys; print(sys.getrecursionlimit() == 77)",
        "False",
    ),
    "no garbage collection": (
        "import gc; gc.disable()",
        "import gc; print(gc.isenabled())",
        "True",
    ),
    "a trace function": (
        "import sys; sys.settrace(lambda *_: None)",
        "import sys; print(sys.gettrace())",
        "None",
    ),
    "a profile function": (
        "import sys; sys.setprofile(lambda *_: None)",
        "import sys; print(sys.getprofile())",
        "None",
    ),
    # not SIG_IGN: where a shell started the tests in the background, that is what there was before
    "a deadly interrupt": (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)",
        "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_DFL)",
        "False",
    ),
    "a context variable": (
        "import decimal; decimal.getcontext().prec = 3",
        "import decimal; print(decimal.getcontext().prec)",
        "28",
    ),
    "warnings as errors": (
        "import warnings; warnings.simplefilter('error')",
        "import warnings; warnings.warn('w', ImportWarning); print('went on')",
        "went on",
    ),
    "a global name": ("left = 1", "print('left' in globals())", "False"),
    "closed streams": (
        "import sys; sys.stdout.close(); sys.stderr = None",
        "print('heard')",
        "heard",
    ),
    "traced memory": (
        "import tracemalloc; tracemalloc.start()",
        "import tracemalloc; print(tracemalloc.is_tracing())",
        "False",
    ),
    "a switch interval": (
        "import sys; sys.setswitchinterval(5)",
        "import sys; print(sys.getswitchinterval() == 5)",
        "False",
    ),
    "origins of coroutines": (
        "import sys; sys.set_coroutine_origin_tracking_depth(5)",
        "import sys; print(sys.get_coroutine_origin_tracking_depth())",
        "0",
    ),
    "hooks of asynchronous generators": (
        "import sys; sys.set_asyncgen_hooks(print, print)",
        "import sys; print(*sys.get_asyncgen_hooks())",
        "None None",
    ),
    "settings of garbage collection": (
        (
            "import gc; gc.set_debug(gc.DEBUG_SAVEALL); gc.set_threshold(1); gc.freeze()\n"
            "gc.callbacks.append(lambda *_: None)"
        ),
        (
            "import gc; print(gc.get_debug(), gc.get_threshold()[0] == 1, gc.callbacks)\n"
            "print(gc.get_freeze_count())"
        ),
        "0",
    ),
    "a signal's handler": (
        "import signal; signal.signal(signal.SIGTERM, print)",
        "import signal; print(signal.getsignal(signal.SIGTERM) is print)",
        "False",
    ),
    "a fault handler": (
        "import faulthandler; faulthandler.enable()",
        "import faulthandler; print(faulthandler.is_enabled())",
        "False",
    ),
    "a locale": (
        "import locale; locale.setlocale(locale.LC_ALL, 'C')",
        "import locale; print(locale.setlocale(locale.LC_ALL) == 'C')",
        "False",
    ),
    "a log's handlers and level": (
        "import logging; logging.basicConfig(level=10); logging.disable()",
        "import logging; root = logging.root; print(root.handlers, root.level, root.manager.disable)",
        "[] 30 0",
    ),
    "a logger": (
        "import logging; logging.getLogger('left')",
        "import logging; print('left' in logging.root.manager.loggerDict)",
        "False",
    ),
    "an attribute of a module's object": (
        "import reprlib; reprlib.aRepr.maxlist = 1",
        "import reprlib; print(reprlib.aRepr.maxlist)",
        "6",
    ),
    "a function's default": (
        "import json; json.dumps.__kwdefaults__['indent'] = 3",
        "import json; print(json.loads(json.dumps([1])))",
        "[1]",
    ),
    "the members of an enumeration": (
        "import signal; signal.Signals._member_map_.clear()",
        "import signal; print(signal.Signals['SIGINT'].name)",
        "SIGINT",
    ),
    "a container in a container": (
        "import dis; dis._cache_format = {}; import opcode; opcode.opmap.clear()",
        "import dis, opcode; print(len(opcode.opmap) > 100)",
        "True",
    ),
    "all modules forgotten": (
        "import sys; sys.modules.clear()",
        "import json, sys; print(len(sys.modules) > 10)",
        "True",
    ),
    "another dictionary of modules": (
        "import sys; sys.modules = {}",
        "import json, sys; print(len(sys.modules) > 10)",
        "True",
    ),
    "a mask of rights": (
        "import os; os.umask(0o777)",
        "import os; print(os.umask(0o22) == 0o777)",
        "False",
    ),
    "an open file": (
        "import os; print(os.open('left', os.O_CREAT | os.O_RDWR))",
        (
            "import os; first = os.open('.', os.O_RDONLY); os.close(first)\n"
            "print(first == os.open('.', os.O_RDONLY), first < 9)"
        ),
        "True True",
    ),
    "a folder in a folder": (
        "import os; os.makedirs('a/b/c'); open('a/b/c/d', 'w').close()",
        "import os; print(os.listdir())",
        "[]",
    ),
    "a class of its own": (
        "class Left(Exception): pass\nkept = Left()\nkept.itself = kept",
        "print([each for each in Exception.__subclasses__() if each.__name__ == 'Left'])",
        "[]",
    ),
    "a class of its own with an abstract one": (
        "import collections.abc\nclass Own: pass\ncollections.abc.Sequence.register(Own)",
        "print('went on')",
        "went on",
    ),
    "callbacks of monitoring": (
        (
            "import sys\nif hasattr(sys, 'monitoring'):\n"
            "    its = sys.monitoring\n    its.use_tool_id(5, 'a')\n"
            "    its.register_callback(5, its.events.PY_START, print)"
        ),
        (
            "import sys\nif hasattr(sys, 'monitoring'):\n"
            "    its = sys.monitoring\n    its.use_tool_id(5, 'a')\n"
            "    print(its.register_callback(5, its.events.PY_START, print))\nelse: print(None)"
        ),
        "None",
    ),
}

# What is not put back asks for a fresh interpreter: the program, a word of the reason.
IRREVOCABLE = {
    "a class patched": ("import threading; threading.Thread.left = 1", "class or function"),
    "a method replaced": ("import threading; threading.Thread.run = None", "class or function"),
    "a function's code": (
        "import os; os.path.join.__code__ = (lambda a, *p: 'left').__code__",
        "class or function",
    ),
    "a method's code": (
        "import collections; collections.Counter.most_common.__code__ = (lambda *_: 0).__code__",
        "class or function",
    ),
    "a class's bases": (
        "import collections\nclass Left(collections.ChainMap.__base__): __slots__, left = (), 1\ncollections.ChainMap.__bases__ = (Left,)",
        "class or function",
    ),
    "an audit hook": ("import sys; sys.addaudithook(lambda *_: None)", "audit hook"),
    "a codec": ("import codecs; codecs.register(lambda name: None)", "codec"),
    "a handler of coding errors": (
        "import codecs; codecs.register_error('strict', lambda error: ('', error.end))",
        "handler of codecs",
    ),
    "a lasting class as an abstract one": (
        "import collections.abc; collections.abc.Sequence.register(set)",
        "abstract",
    ),
    "ctypes": ("import ctypes", "ctypes"),
}

# The same, where only the page shows it.
SPOILERS_IN_THE_PAGE = {
    "templates of decimal contexts": (
        "import decimal; decimal.DefaultContext.prec = 3",
        "import decimal; print(decimal.Context().prec)",
        "28",
    ),
    "files elsewhere": (
        "import os; os.makedirs('/left/over'); open('/home/left', 'w').close()",
        "import os; print(os.path.exists('/left'), os.path.exists('/home/left'))",
        "False False",
    ),
    "a loop's settings": (
        "import asyncio; loop = asyncio.get_event_loop(); loop.set_debug(True)\nloop.left = 1",
        "import asyncio; loop = asyncio.get_event_loop(); print(loop.get_debug(), hasattr(loop, 'left'))",
        "False False",
    ),
    "asyncio's own": (
        "import asyncio\nasync def own(): await asyncio.sleep(0.01)\nasyncio.run(own())",
        "import asyncio\nasync def own(): await asyncio.sleep(0.01); return 1\nprint(asyncio.run(own()))",
        "1",
    ),
    "a later call": (
        "import asyncio; asyncio.get_event_loop().call_later(0.01, print, 'late')",
        (
            "import asyncio\nasync def own(): await asyncio.sleep(0.1); return 1\n"
            "print(asyncio.run(own()))"
        ),
        "1",
    ),
    "the library's file": (
        "try: open('/lib/python314.zip', 'wb').close()\nexcept OSError: pass",
        "import colorsys; print('found')",
        "found",
    ),
}
IRREVOCABLE_IN_THE_PAGE = {
    "an audit hook that refuses all": (
        "import sys\ndef refuse(*_):\n    raise SystemExit\nsys.addaudithook(refuse)",
        "audit hook",
    ),
    "JavaScript": ("import js; js.left = 1", "JavaScript"),
    "its listener": ("import js; js.self.onmessage = None", "JavaScript"),
    "a task": (
        (
            "import asyncio\nasync def own(): await asyncio.sleep(60)\n"
            "asyncio.get_event_loop().create_task(own())"
        ),
        "tasks",
    ),
    "the library removed": ("import os; os.remove('/lib/python314.zip')", "python314.zip"),
}
