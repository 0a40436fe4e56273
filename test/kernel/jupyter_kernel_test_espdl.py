"""Every group of jupyter_kernel_test against the installed kernel "espdl-lab"."""

import unittest

import jupyter_kernel_test


class EspdlLabKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "espdl-lab"
    language_name = "typescript"
    file_extension = ".ts"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # On a busy machine the first cell waits for TypeScript longer than these tests do.
        cls.kc.execute_interactive("0", timeout=120)

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("test")'
    code_page_something = 'lab.page("something")'
    code_generate_error = 'throw new Error("wrong")'
    code_clear_output = "lab.clearOutput()"
    code_inspect_sample = "Math.max"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2, 3].map((n) => n * n)", "result": "[ 1, 4, 9 ]"},
        {"code": "await Promise.resolve('late')", "result": "'late'"},
        {"code": "({ toMimeBundle: () => ({ 'text/html': '<b>1</b>', 'text/plain': '1' }) })", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "lab.display({ 'image/svg+xml': '<svg/>', 'text/plain': 'svg' })", "mime": "image/svg+xml"},
        {"code": "void lab.display(7)", "mime": "text/plain"},
    ]
    completion_samples = [
        {"text": "Math.ma", "matches": {"max"}},
        {"text": "lab.quantizeM", "matches": {"quantizeModel"}},
        {"text": "conso", "matches": {"console"}},
    ]
    complete_code_samples = ["1", "const a = 1", "for (const x of []) { x }", "await f()"]
    incomplete_code_samples = ["function f() {", "const a = `one", "[1, 2", "/* note", "if (true) {\n  f(", "1 +"]
    invalid_code_samples = ["const = 1", "}", "1 2"]
    code_history_pattern = "6?*?7"
    supported_history_operations = ("tail", "range", "search")


class EspdlLabWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "espdl-lab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
