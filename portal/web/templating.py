"""Templates compiled once per language, with what never changes in a language already in place.

Sentences, icons and addresses of built files become text of the template, included templates become
part of it, and numbers and days know its language. Nothing about a reader or a tenant is kept here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from portal.core.i18n import gettext, language_now, wordings_now
from portal.web.assets import asset, icon_svg

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


CONSTANT: Mapping[str, Callable[..., str]] = {"asset": asset, "ui.icon": icon_svg, "icon": icon_svg}
"""What templates call and what gives the same for the same arguments, always."""

IN_LANGUAGE = frozenset({"day", "days", "moment", "number", "percent"})
"""What writes a value in a language: in a template always in the language it is compiled for."""
_SPECIAL = re.compile("[&<>\"']").search


def written(value: object) -> str:
    """The value as it stands in a page: ``escape`` without an object for what needs no escape."""
    if type(value) is Markup:
        return value
    if type(value) is str and not _SPECIAL(value):
        return value
    if type(value) is int:
        return str(value)
    return escape(value)


def start_templating(app: Flask) -> None:
    """Let the application compile its templates so; before anything asks for its environment."""
    app.jinja_environment = TranslatedEnvironment  # type: ignore[assignment]


class _Template(Template):
    """A template that is imported as it is: what it may use is the same on every page."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Without looking for globals of one page alone, which ours never have."""
        return super()._get_default_module()


class TranslatedEnvironment(Environment):
    """Flask's environment with a shelf of compiled templates for each language."""

    template_class = _Template
    written = staticmethod(written)

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.code_generator_class = _Generator
        self.cache = _Shelves()  # type: ignore[assignment]  # of a cache only this much is used


class _Shelves:
    """Compiled templates of the language in force, in which they were compiled.

    Spaces with words of their own share one more shelf for each language: there sentences are
    looked up when a page is written, so that no space can leave its words to another.
    """

    def __init__(self) -> None:
        self._templates: dict[tuple[str, bool, Any], Template] = {}

    def get(self, key: Any) -> Template | None:
        return self._templates.get((language_now(), bool(wordings_now()), key))

    def __setitem__(self, key: Any, template: Template) -> None:
        self._templates[language_now(), bool(wordings_now()), key] = template

    def clear(self) -> None:
        self._templates.clear()


class _Generator(CodeGenerator):
    """Writes a template's code after what is constant has been put in place."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        super().visit_Template(_InPlace(self.environment, self.name or "").visit(node), frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Parts are only joined: ``written`` spares an object for each."""
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _InPlace(NodeTransformer):
    """Replaces what is constant in a language by its text, and an include by what it includes."""

    def __init__(self, environment: Any, name: str) -> None:
        self._environment = environment
        self._open = [name]

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja's name
        """The included template in a scope of its own, where it can be put in place.

        Where templates are loaded anew when they change, an include stays one.
        """
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self._open or not _escapes_alike(name, self._open):
            return node
        if node.ignore_missing or not node.with_context or self._environment.auto_reload:
            return node
        source, path, _uptodate = self._environment.loader.get_source(self._environment, name)
        included = self._environment._parse(source, name, path)
        if any(included.find_all((nodes.Extends, nodes.Block))):
            return node
        self._open.append(name)
        body = [self.visit(each) for each in included.body]
        self._open.pop()
        return nodes.Scope(body, lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - Jinja's name
        """``_("…")`` with the values it names, and what is ``CONSTANT`` with constant arguments."""
        self.generic_visit(node)
        name = _name_of(node.node)
        if name == "_" and len(node.args) == 1 and node.dyn_kwargs is None:
            return node if wordings_now() else _sentence(node) or node
        if name in CONSTANT and _is_constant(node):
            arguments = [argument.as_const() for argument in node.args]
            named = {keyword.key: keyword.value.as_const() for keyword in node.kwargs}
            return nodes.TemplateData(str(CONSTANT[name](*arguments, **named)))
        if name in IN_LANGUAGE and len(node.args) == 1:
            node.kwargs.append(nodes.Keyword("language", nodes.Const(language_now())))
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's name
        """Parts that are joined only to be written are written one by one."""
        self.generic_visit(node)
        node.nodes = list(_parts(node.nodes))
        return node


def _sentence(node: nodes.Call) -> nodes.Expr | None:
    """The translated sentence, its values between its parts; None where it cannot be cut so."""
    message = node.args[0]
    if not isinstance(message, nodes.Const):
        return None
    values = {keyword.key: keyword.value for keyword in node.kwargs}
    texts = _PLACEHOLDER.split(gettext(message.value))  # text, name, text, name, text
    if not set(texts[1::2]) <= set(values) or any("%" in _unescaped(each) for each in texts[::2]):
        return None
    parts = [
        values[text] if is_name else nodes.TemplateData(text.replace("%%", "%"))
        for is_name, text in zip(_alternating(), texts, strict=False)
    ]
    return parts[0] if len(parts) == 1 else nodes.Concat(parts)


def _escapes_alike(name: str, others: list[str]) -> bool:
    """Whether a template is of the same kind as those it is included in: only pages escape."""
    return all(name.endswith(".html") == other.endswith(".html") for other in others)


def _unescaped(text: str) -> str:
    """The text without its doubled percent signs, which stand for single ones."""
    return text.replace("%%", "")


def _alternating() -> Iterator[bool]:
    while True:
        yield False
        yield True


def _parts(expressions: list[nodes.Expr]) -> Iterator[nodes.Expr]:
    for expression in expressions:
        if isinstance(expression, nodes.Concat):
            yield from _parts(expression.nodes)
        else:
            yield expression


def _name_of(expression: nodes.Expr) -> str:
    """``icon`` or ``ui.icon``; empty for anything else."""
    if isinstance(expression, nodes.Name):
        return expression.name
    if isinstance(expression, nodes.Getattr) and isinstance(expression.node, nodes.Name):
        return f"{expression.node.name}.{expression.attr}"
    return ""


def _is_constant(node: nodes.Call) -> bool:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return False
    values = [*node.args, *(keyword.value for keyword in node.kwargs)]
    return all(isinstance(value, nodes.Const) for value in values)
