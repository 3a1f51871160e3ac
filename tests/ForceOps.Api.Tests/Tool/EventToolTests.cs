using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Tool.Traffic;

namespace ForceOps.Api.Tests.Tool;

/// <summary>Events are made to happen, shown and forwarded.</summary>
public sealed class EventToolTests(SharedService shared)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static TheoryData<string> Events() => [.. TriggerCommand.Events];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Each_event_can_be_made_to_happen(string type)
    {
        await using var tenant = shared.NewTenant();

        Assert.Contains(type, (await tenant.ToolAsync("trigger", type, "--account", "1234")).Done().Output);
        Assert.Contains($"{type}  account 1234", (await tenant.ToolAsync("events", "--type", type)).Done().Output);
    }

    [Fact]
    public void Every_kind_of_event_can_be_made_to_happen() => Assert.Equal(
        ForceOps.Api.Events.EventTypes.Words.Where(word => !word.Contains('/') && word is not "*").Order(), TriggerCommand.Events.Order());

    [Fact]
    public async Task Events_are_forwarded_with_a_signature_that_others_can_check()
    {
        await using var tenant = shared.NewTenant();
        await using var receiver = Receiver.Start();

        var following = tenant.ToolAsync("events", "--type", "authorization-event", "--webhook", receiver.Url, "--secret", Secret, "--seconds", "4");
        // The stream begins at some moment after the command does: what is forced until then is not forwarded.
        while (receiver.Accepted.Count == 0 && !following.IsCompleted)
        {
            await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
            await Task.Delay(50);
        }
        var run = (await following).Done();

        receiver.Accepted[0].Verify(Secret);
        Assert.Contains("authorization-event  account 1234  40.25  USD  → 200", run.Output);
        Assert.Contains(Secret, run.Error);
    }
}
