using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Writing;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// Errors are told apart by SQLSTATE and constraint name: a constraint that is renamed must not make a lost race look like a bug.
/// </summary>
public sealed partial class ErrorNamesTests(LedgerRows rows) : IClassFixture<LedgerRows>
{
    [Fact]
    public async Task Every_constraint_that_the_error_map_names_is_in_the_catalog()
    {
        var source = await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/ForceOps.Postgres/Writing/BatchAttempts.cs"));
        var named = ConstraintName().Matches(source).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("authorizations_tracking_id", named, StringComparer.Ordinal);
        var there = await Sql.RowsAsync(rows.Database, "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace");
        Assert.All(named, name => Assert.Contains(name, there, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure, null, (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, null, (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.DivisionByZero, null, (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.UniqueViolation, "authorizations_tracking_id", (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.UniqueViolation, "accounts_pkey", (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.UniqueViolation, "delayed_operations_tracking_id", (int)BatchFailure.RunAgain)]
    [InlineData(PostgresErrorCodes.UniqueViolation, "movements_pkey", (int)BatchFailure.Operation)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, null, (int)BatchFailure.Locked)]
    [InlineData(PostgresErrorCodes.ConnectionFailure, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.TooManyConnections, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.DiskFull, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.AdminShutdown, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.CrashShutdown, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.IoError, null, (int)BatchFailure.Unavailable)]
    [InlineData(PostgresErrorCodes.CheckViolation, "authorizations_canceled", (int)BatchFailure.Operation)]
    [InlineData(PostgresErrorCodes.ForeignKeyViolation, "authorizations_parent", (int)BatchFailure.Operation)]
    [InlineData("XX000", null, (int)BatchFailure.Operation)]
    public void What_the_database_says_decides_what_the_writer_does(string state, string? constraint, int expected) =>
        Assert.Equal((BatchFailure)expected, PostgresErrors.Classify(
            new PostgresException("", "ERROR", "ERROR", state, constraintName: constraint)));

    [Theory]
    [InlineData("FATAL")]
    [InlineData("PANIC")]
    public void An_error_that_ended_the_session_is_nobodys_operation(string severity) =>
        Assert.Equal(BatchFailure.Unavailable, PostgresErrors.Classify(new PostgresException("", severity, severity, "25P03")));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"(?<name>[a-z]+_[a-z_]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConstraintName();
}
