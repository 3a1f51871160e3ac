using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>The signature of Standard Webhooks, version 1: HMAC-SHA256 over id, timestamp and body with points between them.</summary>
internal static class WebhookSignature
{
    internal static string Of(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return $"v1,{Convert.ToBase64String(mac.GetHashAndReset())}";
    }
}
