using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Postgres.Schema;

/// <summary>Names the user that the service works as, when it is another one than the owner of the tables.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Password">The password that the user gets when it is made; null when the server asks for none.</param>
public sealed record ServiceUser(string Name, string? Password);

/// <summary>
/// Makes what PostgreSQL stores of a password (SCRAM-SHA-256, RFC 5803), as psql's <c>\password</c> does, so that the password itself
/// is in no statement and in no log of the server.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    internal static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password.Normalize(NormalizationForm.FormKC), salt, Iterations, HashAlgorithmName.SHA256, outputLength: 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
