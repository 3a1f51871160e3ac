using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Api.Pismo.Bulk;
using ForceOps.Api.Pismo.HoldFunds;
using ForceOps.Api.Pismo.PaymentMethods;
using ForceOps.Api.Pismo.Reads;

namespace ForceOps.Api.Pismo;

/// <summary>Reads and writes the JSON of the Pismo routes: names in snake_case, amounts as decimals, no member twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ForceRequest))]
[JsonSerializable(typeof(CancelForceRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(CancelTransferRequest))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(UnblockRequest))]
[JsonSerializable(typeof(TransferHeldRequest))]
[JsonSerializable(typeof(CancelTransferHeldRequest))]
[JsonSerializable(typeof(PaymentRequest))]
[JsonSerializable(typeof(PaymentTransferRequest))]
[JsonSerializable(typeof(CancelPaymentRequest))]
[JsonSerializable(typeof(ConfirmPaymentRequest))]
[JsonSerializable(typeof(PaymentResponse))]
[JsonSerializable(typeof(ProcessingCodeRequest))]
[JsonSerializable(typeof(ProcessingCodeResponse))]
[JsonSerializable(typeof(ListedProcessingCode))]
[JsonSerializable(typeof(ProcessingCodeListResponse))]
[JsonSerializable(typeof(UpdateProcessingCodeRequest))]
[JsonSerializable(typeof(AccountResponse))]
[JsonSerializable(typeof(LimitsResponse))]
[JsonSerializable(typeof(UpdateStatusRequest))]
[JsonSerializable(typeof(RollBackStatusRequest))]
[JsonSerializable(typeof(ServerTokenRequest))]
[JsonSerializable(typeof(ServerTokenResponse))]
[JsonSerializable(typeof(OAuthTokenResponse))]
[JsonSerializable(typeof(PostedResponse))]
[JsonSerializable(typeof(PostingRequest))]
[JsonSerializable(typeof(PostingAnswer))]
[JsonSerializable(typeof(TransferResponse))]
[JsonSerializable(typeof(CancelTransferResponse))]
[JsonSerializable(typeof(CanceledTransferResponse))]
[JsonSerializable(typeof(DelayedResponse))]
[JsonSerializable(typeof(DuplicateResponse))]
[JsonSerializable(typeof(CanceledResponse))]
[JsonSerializable(typeof(PismoErrorResponse))]
[JsonSerializable(typeof(PagedResponse<DailyBalance>))]
[JsonSerializable(typeof(PagedResponse<Transaction>))]
[JsonSerializable(typeof(TimelineResponse))]
[JsonSerializable(typeof(TimelinePosition))]
internal sealed partial class PismoJson : JsonSerializerContext
{
    internal static JsonTypeInfo<T> BodyType<T>(UnknownMembers unknown) => unknown switch
    {
        UnknownMembers.Ignore => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!,
        UnknownMembers.Reject => (JsonTypeInfo<T>)Strict.Context.GetTypeInfo(typeof(T))!,
    };

    /// <summary>Holds the strict context in a separate type, so that the context is created after the generated default.</summary>
    private static class Strict
    {
        internal static readonly PismoJson Context =
            new(new JsonSerializerOptions(Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });
    }
}
