using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Access;
using ForceOps.Api.Http;

namespace ForceOps.Api.Sandbox;

/// <summary>Defines the JSON of the sandbox routes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ListView<AccountView>))]
[JsonSerializable(typeof(RangeView))]
[JsonSerializable(typeof(ListView<MovementView>))]
[JsonSerializable(typeof(AuthorizationView))]
[JsonSerializable(typeof(ProcessingCodeRequest))]
[JsonSerializable(typeof(ProcessingCodeView))]
[JsonSerializable(typeof(ListView<ProcessingCodeView>))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ListView<StatusView>))]
[JsonSerializable(typeof(ListView<string>))]
[JsonSerializable(typeof(NetworkAuthorizationRequest))]
[JsonSerializable(typeof(NetworkAuthorizationView))]
[JsonSerializable(typeof(ListView<NetworkAuthorizationView>))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(SettleView))]
[JsonSerializable(typeof(ResetView))]
[JsonSerializable(typeof(SnapshotView))]
[JsonSerializable(typeof(ListView<SnapshotView>))]
[JsonSerializable(typeof(ClockRequest))]
[JsonSerializable(typeof(ClockAdvanceRequest))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(ListView<RequestView>))]
[JsonSerializable(typeof(ListView<DelayedView>))]
[JsonSerializable(typeof(FindingsView))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    internal static IResult Ok<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)Relaxed.Json.GetTypeInfo(typeof(T))!, statusCode: status);

    /// <summary>
    /// Holds the context that writes answers, without escapes of letters and apostrophes. It is a type of its own, so that it is made
    /// after the generated default.
    /// </summary>
    private static class Relaxed
    {
        internal static readonly SandboxJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
