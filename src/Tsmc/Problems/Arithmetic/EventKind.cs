using System.Text.Json.Serialization;

namespace Tsmc.Problems.Arithmetic;

/// <summary>Whether an event of a story adds objects or takes them away.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventKind>))]
public enum EventKind
{
    /// <summary>The person has more afterwards.</summary>
    [JsonStringEnumMemberName("gain")]
    Gain,

    /// <summary>The person has less afterwards.</summary>
    [JsonStringEnumMemberName("loss")]
    Loss,
}
