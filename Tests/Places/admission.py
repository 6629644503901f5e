"""An admission policy (ValidatingAdmissionPolicy, CEL) as an API server evaluates it, as far as k8s/ needs it."""

import celpy
from celpy import celtypes


def _split(text, separator):
    # Kubernetes' own library; CEL itself has no split.
    return celtypes.ListType([celtypes.StringType(part) for part in str(text).split(str(separator))])


class AdmissionPolicy:
    """One policy with its parameters (an object of the paramKind)."""

    def __init__(self, policy, parameters):
        spec = policy["spec"]
        self.environment = celpy.Environment()
        self.parameters = parameters
        self.conditions = [(c["name"], self._program(c["expression"])) for c in spec.get("matchConditions", [])]
        self.variables = [(v["name"], self._program(v["expression"])) for v in spec.get("variables", [])]
        self.validations = [(self._program(v["expression"]), v["message"]) for v in spec["validations"]]

    def _program(self, expression):
        return self.environment.program(self.environment.compile(expression), functions={"split": _split})

    def verdict(self, request, pod, old=None):
        """None: allowed. Else the message of the first validation that does not hold."""
        activation = {
            "request": celpy.json_to_cel(request),
            "object": celpy.json_to_cel(pod),
            "oldObject": celpy.json_to_cel(old) if old is not None else celpy.json_to_cel({"spec": {}}),
            "params": celpy.json_to_cel(self.parameters),
        }
        for _, program in self.conditions:
            if not program.evaluate(activation):
                return None
        values = celtypes.MapType()
        activation["variables"] = values
        for name, program in self.variables:
            values[celtypes.StringType(name)] = program.evaluate(activation)
        for program, message in self.validations:
            if not program.evaluate(activation):
                return message
        return None
