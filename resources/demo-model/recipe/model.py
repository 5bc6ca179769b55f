"""A llama in one page; parameter names are those of Hugging Face. Letters: B batch, T tokens, D width, H heads, Dh head width."""
import torch
import torch.nn.functional as F
from torch import nn

CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 2048,
    "hidden_size": 256,
    "intermediate_size": 768,
    "num_hidden_layers": 9,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "hidden_act": "silu",
    "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-05,
    "rope_theta": 10000.0,
    "attention_bias": False,
    "mlp_bias": False,
    "tie_word_embeddings": True,
    "initializer_range": 0.02,
    "torch_dtype": "bfloat16",
    "use_cache": True,
    "bos_token_id": 1,
    "eos_token_id": 6,
}


def int4(w, group=32):
    """w rounded to 4-bit integers with one scale for every `group` inputs."""
    g = w.view(-1, group)
    scale = g.abs().amax(1, keepdim=True).clamp_min(1e-8) / 7
    return ((g / scale).round() * scale).view_as(w)


class Linear(nn.Linear):
    """A linear map whose weights can be trained under int4 rounding (noise = 1), so that they stand quantisation."""

    def __init__(self, n, m, noise):
        super().__init__(n, m, bias=False)
        self.noise = noise

    def forward(self, x):
        w = self.weight
        if self.training:
            w = w + self.noise * (int4(w) - w).detach()
        return F.linear(x, w)


class Attention(nn.Module):
    def __init__(self, c, noise):
        super().__init__()
        self.h, self.hkv, self.dh = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = Linear(c["hidden_size"], self.h * self.dh, noise)
        self.k_proj = Linear(c["hidden_size"], self.hkv * self.dh, noise)
        self.v_proj = Linear(c["hidden_size"], self.hkv * self.dh, noise)
        self.o_proj = Linear(self.h * self.dh, c["hidden_size"], noise)

    def forward(self, x, rope, cache, mask):
        B, T, _ = x.shape
        q, k, v = (p(x).view(B, T, -1, self.dh).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        q, k = rotate(q, rope), rotate(k, rope)
        if cache is not None:
            if "k" in cache:
                k, v = torch.cat((cache["k"], k), 2), torch.cat((cache["v"], v), 2)
            cache["k"], cache["v"] = k, v
        k, v = (t.repeat_interleave(self.h // self.hkv, 1) for t in (k, v))
        o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(o.transpose(1, 2).reshape(B, T, -1))


def rotate(x, rope):
    cos, sin = rope
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1).to(x.dtype)


class MLP(nn.Module):
    def __init__(self, c, noise):
        super().__init__()
        self.gate_proj = Linear(c["hidden_size"], c["intermediate_size"], noise)
        self.up_proj = Linear(c["hidden_size"], c["intermediate_size"], noise)
        self.down_proj = Linear(c["intermediate_size"], c["hidden_size"], noise)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c, noise):
        super().__init__()
        self.input_layernorm = nn.RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c, noise)
        self.post_attention_layernorm = nn.RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.mlp = MLP(c, noise)

    def forward(self, x, rope, cache, mask):
        x = x + self.self_attn(self.input_layernorm(x), rope, cache, mask)
        return x + self.mlp(self.post_attention_layernorm(x))


class Llama(nn.Module):
    def __init__(self, c=CONFIG):
        super().__init__()
        self.config = c
        self.register_buffer("noise", torch.zeros(1), persistent=False)
        noise = self.noise
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.model.layers = nn.ModuleList(Layer(c, noise) for _ in range(c["num_hidden_layers"]))
        self.model.norm = nn.RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        for name, p in self.named_parameters():
            if p.ndim == 2:
                small = (2 * c["num_hidden_layers"]) ** -0.5 if name.endswith(("o_proj.weight", "down_proj.weight")) else 1
                nn.init.normal_(p, std=c["initializer_range"] * small)

    def _apply(self, fn, recurse=True):  # keeps the buffer shared when the model moves
        super()._apply(fn, recurse)
        for m in self.modules():
            if isinstance(m, Linear):
                m.noise = self.noise
        return self

    def forward(self, ids, cache=None, mask=None):
        """Logits (B, T, V). `cache`: one dict per layer, filled and extended; `mask`: additive, for padded batches."""
        first = cache[0]["k"].shape[2] if cache and "k" in cache[0] else 0
        dh = self.config["head_dim"]
        theta = self.config["rope_theta"] ** (-torch.arange(0, dh, 2, device=ids.device).float() / dh)
        angle = torch.outer(torch.arange(first, first + ids.shape[1], device=ids.device).float(), theta)
        rope = angle.cos(), angle.sin()
        x = self.model.embed_tokens(ids)
        for i, layer in enumerate(self.model.layers):
            x = layer(x, rope, cache and cache[i], mask)
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight)


@torch.no_grad()
def greedy(model, prompts, end, limit=200):
    """Greedy continuations of several prompts at once, padded on the left (RoPE only sees distances)."""
    device = model.model.embed_tokens.weight.device
    T = max(map(len, prompts))
    ids = torch.tensor([[0] * (T - len(p)) + p for p in prompts], device=device)
    padding = torch.tensor([[i < T - len(p) for i in range(T)] for p in prompts], device=device)
    blind = torch.finfo(torch.float32).min
    mask = torch.full((T, T), blind, device=device).triu(1) + padding[:, None, None, :] * blind
    mask = mask.clamp_min(blind)
    cache = [{} for _ in model.model.layers]
    out, live = [[] for _ in prompts], [True] * len(prompts)
    for _ in range(limit):
        token = model(ids, cache, mask)[:, -1].argmax(-1)
        for i, t in enumerate(token.tolist()):
            live[i] &= t != end
            if live[i]:
                out[i].append(t)
        if not any(live):
            break
        padding = F.pad(padding, (0, 1))
        ids, mask = token[:, None], padding[:, None, None, :] * blind
    return out
