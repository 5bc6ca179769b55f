"""llama.cpp as the oracle: PyPI's xllamacpp, which brings the library built, behind its own HTTP server."""
import json
import urllib.request

import xllamacpp


class LlamaCpp:
    def __init__(self, path, context=1024, threads=1):
        settings = xllamacpp.CommonParams()
        settings.model.path = str(path)
        settings.n_ctx, settings.n_batch, settings.n_parallel = context, 512, 1
        settings.cpuparams.n_threads, settings.warmup, settings.verbosity = threads, False, 0
        self.server = xllamacpp.Server(settings)

    def post(self, path, body):
        request = urllib.request.Request(self.server.listening_address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def tokens(self, text):
        return self.post("/tokenize", {"content": text, "add_special": False, "parse_special": False})["tokens"]

    def log_probabilities(self, tokens, vocabulary):
        """Of every token to follow `tokens`."""
        reply = self.post("/completion", {"prompt": tokens, "n_predict": 1, "n_probs": vocabulary, "temperature": 0.0, "cache_prompt": True})
        return {entry["id"]: entry["logprob"] for entry in reply["completion_probabilities"][0]["top_logprobs"]}
