#!/usr/bin/env python3
"""Sentences of a PostgreSQL grammar, at least one for each of its productions: Tests/Fixtures/grammar/*.sql.

usage: sentences.py LIBPG_QUERY TREES [WORD]…

LIBPG_QUERY is the source folder of a libpg_query; the grammar is read from the parser's tables, which Bison left in
src_backend_parser_gram.c. TREES is the program that dev/install makes of dev/grammars/trees.c for the same version: what
it does not parse is left out. WORDs stand where names do, among others.
"""

import heapq
import random
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

TOKENS = {
    "UIDENT": 'U&"\\0061"', "FCONST": "1.5", "SCONST": "'s'", "USCONST": "U&'s'", "BCONST": "b'1'", "XCONST": "x'1'",
    "PARAM": "$1", "TYPECAST": "::", "DOT_DOT": "..", "COLON_EQUALS": ":=", "EQUALS_GREATER": "=>",
    "LESS_EQUALS": "<=", "GREATER_EQUALS": ">=", "NOT_EQUALS": "<>",
}
LENGTH_LIMIT = 1_000


class Tables:
    """The automaton of the generated parser."""

    def __init__(self, text):
        def numbers(name):
            body = re.search(r"\b%s\[\]\s*=\s*\{(.*?)\};" % name, text, re.S).group(1)
            return [int(n) for n in re.findall(r"-?\d+", re.sub(r"/\*.*?\*/", "", body, flags=re.S))]

        def constant(name):
            return int(re.search(r"#define %s\s+\(?(-?\d+)\)?" % name, text).group(1))

        names = re.search(r"yytname\[\]\s*=\s*\{(.*?)\};", text, re.S).group(1)
        self.names = [n.replace("\\\\", "\\") for n in re.findall(r'"((?:[^"\\]|\\.)*)"', names)]
        for name in ["pact", "table", "check", "defact", "defgoto", "pgoto", "stos", "r1", "r2"]:
            setattr(self, name, numbers("yy" + name))
        self.tokens, self.last = constant("YYNTOKENS"), constant("YYLAST")
        self.no_action, self.error = constant("YYPACT_NINF"), constant("YYTABLE_NINF")

    def goto(self, state, symbol):
        index = self.pgoto[symbol] + state
        if 0 <= index <= self.last and self.check[index] == state:
            return self.table[index]
        return self.defgoto[symbol]

    def productions(self):
        """What a rule is made of stands on every path of its length that ends where it is reduced."""
        before, reduced = defaultdict(set), defaultdict(set)
        for state, base in enumerate(self.pact):
            if base != self.no_action:
                for token in range(self.tokens):
                    index = base + token
                    if 0 <= index <= self.last and self.check[index] == token:
                        action = self.table[index]
                        if action > 0:
                            before[action].add(state)
                        elif action not in (0, self.error):
                            reduced[-action].add(state)
            if self.defact[state] > 0:
                reduced[self.defact[state]].add(state)
        known, grows = set(), True
        while grows:
            grows = False
            for rule, states in reduced.items():
                symbol = self.r1[rule] - self.tokens
                for origin in self.origins(before, states, self.r2[rule]):
                    if (origin, symbol) not in known:
                        known.add((origin, symbol))
                        before[self.goto(origin, symbol)].add(origin)
                        grows = True
        for rule, states in sorted(reduced.items()):
            at, parts = {min(states)}, []
            for _ in range(self.r2[rule]):
                parts.append(self.names[self.stos[min(at)]])
                at = set().union(*(before[state] for state in at))
            yield self.names[self.r1[rule]], tuple(reversed(parts))

    @staticmethod
    def origins(before, states, length):
        for _ in range(length):
            states = set().union(*(before[state] for state in states))
        return states


class Grammar:
    def __init__(self, productions, keywords, names, seed):
        self.random, self.keywords, self.names = random.Random(seed), keywords, names
        self.of = defaultdict(list)
        for symbol, parts in productions:
            if symbol != "$accept" and "error" not in parts and not any(p.startswith("MODE_") for p in parts):
                self.of[symbol].append(parts)
        self.cost = {symbol: 10**9 for symbol in self.of}
        grows = True
        while grows:
            grows = False
            for symbol, choices in self.of.items():
                least = min(self.price(parts) for parts in choices)
                if least < self.cost[symbol]:
                    self.cost[symbol], grows = least, True
        self.above, reached, heap = {}, {"stmt": 0}, [(0, "stmt")]
        while heap:
            distance, symbol = heapq.heappop(heap)
            for parts in self.of[symbol]:
                for place, part in enumerate(parts):
                    if part in self.of:
                        further = distance + 1 + self.price(parts) - self.cost[part]
                        if further < reached.get(part, 10**9):
                            reached[part], self.above[part] = further, (symbol, parts, place)
                            heapq.heappush(heap, (further, part))

    def price(self, parts):
        return 1 + sum(self.cost.get(part, 1) for part in parts)

    def word(self, token):
        if token == "IDENT":
            return self.random.choice(self.names)
        if token == "ICONST":
            return self.random.choice(["1", "2", "10"])
        if token == "Op":
            return self.random.choice(["||", "~"])
        if token in TOKENS:
            return TOKENS[token]
        if token.endswith("_LA"):
            return token[:-3].lower()
        return token[1] if token[0] == "'" else self.keywords[token]

    def expand(self, parts, budget, words):
        for part in parts:
            if part not in self.of:
                words.append(self.word(part))
                continue
            choices = [p for p in self.of[part] if self.price(p) <= max(self.cost[part] + 1, budget)]
            self.expand(self.random.choice(choices), budget // 2 if len(parts) > 1 else budget - 1, words)

    def sentence(self, symbol, parts, budget):
        """The shortest statement that the production can stand in, with what fits in the budget."""
        head, tail = [], []
        self.expand(parts, budget, head)
        while symbol != "stmt":
            if symbol not in self.above:
                return None
            symbol, around, place = self.above[symbol]
            left = []
            self.expand(around[:place], budget // 2, left)
            self.expand(around[place + 1 :], budget // 2, tail)
            head = left + head
        return " ".join(head + tail)


def main():
    source, trees, words = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    folder = source / "src/postgres"
    listed = (folder / "include/parser/kwlist.h").read_text()
    keywords = {token: word for word, token in re.findall(r'PG_KEYWORD\("(\w+)", (\w+)', listed)}
    productions = list(Tables((folder / "src_backend_parser_gram.c").read_text(errors="replace")).productions())
    sentences = []
    for seed, budget in enumerate([3, 12]):
        grammar = Grammar(productions, keywords, ["a", "b", "t"] + (words if seed else []), seed)
        for symbol, choices in list(grammar.of.items()):
            sentences += [grammar.sentence(symbol, parts, budget) for parts in choices]
    sentences = [s for s in dict.fromkeys(sentences) if s and len(s) <= LENGTH_LIMIT]
    asked = b"".join(s.encode() + b"\0" for s in sentences)
    answers = subprocess.run([trees], input=asked, capture_output=True, check=True).stdout.split(b"\0")
    print("\n".join(s for s, answer in zip(sentences, answers) if not answer.startswith(b"!")))


main()
