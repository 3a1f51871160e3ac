using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Sandbox;

/// <summary>The wire of the sandbox routes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ListView<AccountView>))]
[JsonSerializable(typeof(RangeView))]
[JsonSerializable(typeof(ListView<MovementView>))]
[JsonSerializable(typeof(AuthorizationView))]
[JsonSerializable(typeof(ProcessingCodeView))]
[JsonSerializable(typeof(ListView<ProcessingCodeView>))]
[JsonSerializable(typeof(ListView<string>))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(SettleView))]
[JsonSerializable(typeof(ListView<DelayedView>))]
internal sealed partial class SandboxJson : JsonSerializerContext
{
    internal static IResult Ok<T>(T value) => TypedResults.Json(value, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}
