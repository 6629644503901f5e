"""Admission policies (ValidatingAdmissionPolicy, MutatingAdmissionPolicy, CEL) as an API server evaluates them, as far as k8s/
needs it."""

import re

import celpy
from celpy import celtypes


def _split(text, separator):
    # Kubernetes' own library; CEL itself has neither of these.
    return celtypes.ListType([celtypes.StringType(part) for part in str(text).split(str(separator))])


def _index_of(values, value):
    return celtypes.IntType(list(values).index(value) if value in values else -1)


def _plain(value):
    match value:
        case celpy.CELEvalError():
            raise value
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case bool() | celtypes.BoolType():
            return bool(value)
        case int():
            return int(value)
    return str(value)


class _Policy:
    """One policy with its parameters (an object of the paramKind)."""

    def __init__(self, policy, parameters):
        spec = policy["spec"]
        self.environment = celpy.Environment()
        self.parameters = parameters
        # Of the namespace.
        self.labels = {"chaperone.dev/inject": "enabled"}
        self.conditions = [(c["name"], self._program(c["expression"])) for c in spec.get("matchConditions", [])]
        self.variables = [(v["name"], self._program(v["expression"])) for v in spec.get("variables", [])]

    def _program(self, expression):
        functions = {"split": _split, "indexOf": _index_of}
        return self.environment.program(self.environment.compile(expression), functions=functions)

    def _activation(self, request, pod, old):
        """None: one of its conditions does not hold."""
        activation = {
            "request": celpy.json_to_cel(request),
            "object": celpy.json_to_cel(pod),
            "oldObject": celpy.json_to_cel(old) if old is not None else celpy.json_to_cel({"spec": {}}),
            "namespaceObject": celpy.json_to_cel(
                {"metadata": {"name": request.get("namespace", ""), "labels": self.labels}}
            ),
            "params": celpy.json_to_cel(self.parameters),
        }
        for _, program in self.conditions:
            if not program.evaluate(activation):
                return None
        values = celtypes.MapType()
        activation["variables"] = values
        for name, program in self.variables:
            values[celtypes.StringType(name)] = program.evaluate(activation)
        return activation


class AdmissionPolicy(_Policy):
    def __init__(self, policy, parameters):
        super().__init__(policy, parameters)
        self.validations = [(self._program(v["expression"]), v["message"]) for v in policy["spec"]["validations"]]

    def verdict(self, request, pod, old=None):
        """None: allowed. Else the message of the first validation that does not hold."""
        activation = self._activation(request, pod, old)
        if activation is None:
            return None
        for program, message in self.validations:
            if not program.evaluate(activation):
                return message
        return None


class MutatingPolicy(_Policy):
    def __init__(self, policy, parameters):
        super().__init__(policy, parameters)
        (mutation,) = policy["spec"]["mutations"]
        self.mutation = self._program(self._untyped(mutation["jsonPatch"]["expression"]))

    @staticmethod
    def _untyped(expression):
        """Objects as maps: what is no schema here knows their types, and the schemas judge what comes of it."""
        maps = re.sub(r"\b(?:JSONPatch|Object(?:\.\w+)+)\{", "{", expression)
        return re.sub(r"([{,]\s*)([a-zA-Z]\w*):", r'\1"\2":', maps)

    def patch(self, request, pod):
        """None: it has nothing to do with it. Else a JSON patch."""
        activation = self._activation(request, pod, None)
        if activation is None:
            return None
        return _plain(self.mutation.evaluate(activation))
