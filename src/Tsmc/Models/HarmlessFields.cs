using System.Text.Json;

namespace Tsmc.Models;

/// <summary>
/// Which fields of a <c>config.json</c> that this library does not read may stand there. The rule: a field is passed over when it is on the
/// list of those that change no logit, when it says that something is not there (null, false, 0, or empty), when it holds the neutral value
/// of a known switch, or when its name marks it as bookkeeping (it begins with an underscore or ends with <c>_version</c>). Every other
/// unknown field is refused by name: it might change the result.
/// </summary>
internal static class HarmlessFields
{
    // Training, generation, classification and bookkeeping: nothing that the next token's logits depend on.
    private static readonly HashSet<string> Known =
    [
        "attention_dropout", "attn_implementation", "auto_map", "bad_words_ids", "begin_suppress_tokens", "bos_token", "chunk_size_feed_forward",
        "custom_pipelines", "decoder_start_token_id", "diversity_penalty", "do_sample", "dtype", "early_stopping", "embd_pdrop",
        "encoder_no_repeat_ngram_size", "eos_token", "exponential_decay_length_penalty", "finetuning_task", "forced_bos_token_id", "forced_eos_token_id",
        "gradient_checkpointing", "hidden_dropout", "hidden_dropout_prob", "id2label", "initializer_range", "is_decoder",
        "keys_to_ignore_at_inference", "label2id", "length_penalty", "max_length", "max_sequence_length", "max_window_layers", "min_length",
        "model_max_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_labels", "num_return_sequences", "output_attentions",
        "output_hidden_states", "output_scores", "pad_token", "pad_token_id", "prefix", "pretraining_tp", "problem_type", "remove_invalid_values",
        "repetition_penalty", "resid_pdrop", "return_dict", "return_dict_in_generate", "sep_token_id", "suppress_tokens", "task_specific_params",
        "temperature", "tokenizer_class", "top_k", "top_p", "torch_dtype", "torchscript", "typical_p", "unk_token_id", "unsloth_fixed", "use_bfloat16", "use_cache",
        "use_flash_attn", "use_return_dict",
    ];

    // Switches of other families at the value at which they do nothing.
    private static readonly Dictionary<string, double> Neutral = new()
    {
        ["embedding_multiplier"] = 1,
        ["logit_scale"] = 1,
        ["logits_scaling"] = 1,
        ["partial_rotary_factor"] = 1,
        ["residual_multiplier"] = 1,
        ["rotary_pct"] = 1,
    };

    public static bool Contains(string name, JsonElement value) =>
        Known.Contains(name) || IsNothing(value) || name.StartsWith('_') || name.EndsWith("_version", StringComparison.Ordinal)
        || Neutral.TryGetValue(name, out double neutral) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double found) && found == neutral;

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetDouble(out double number) && number == 0,
        JsonValueKind.String => value.GetString() is "",
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
