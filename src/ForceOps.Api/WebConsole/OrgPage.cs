using ForceOps.Postgres.Outage;
using Microsoft.AspNetCore.Components;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// The base of every page: it knows the org, reads what the page shows, and reads it again every second while somebody looks.
/// </summary>
public abstract class OrgPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private Task _looking = Task.CompletedTask;

    /// <summary>Why the page shows nothing, or nothing new; null when it does.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>True once the page has read what it shows.</summary>
    protected bool IsRead { get; private set; }

    /// <summary>True while the page reads again by itself.</summary>
    protected bool IsLive { get; set; } = true;

    protected OrgId Org { get; private set; } = OrgId.Default;

    [Inject]
    private protected ConsoleReads Reads { get; set; } = null!;

    [Inject]
    private protected ConsoleCalls Calls { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!;

    /// <summary>How often a page that somebody looks at reads again.</summary>
    protected virtual TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <summary>Returns the address of a page of the same org.</summary>
    protected string Link(string path) => OrgLinks.To($"console/{path}".TrimEnd('/'), Org);

    /// <summary>
    /// Reads what the page shows. It runs beside the page's own thread, because the first use of a query takes long: it sets fields, and
    /// neither goes to another page nor shows anything.
    /// </summary>
    protected abstract Task ReadAsync();

    protected override async Task OnParametersSetAsync()
    {
        Org = OrgLinks.OrgOf(Navigation.Uri) ?? OrgId.Default;
        IsRead = false;
        await RefreshAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        // The page is rendered twice: for the first answer, where this is not called, and for the connection.
        if (firstRender)
            _looking = LookAsync();
    }

    /// <summary>Reads what the page shows, now.</summary>
    protected async Task RefreshAsync()
    {
        try
        {
            if (!await Reads.BoundAsync(ReadIfExistsAsync))
            {
                Trouble = "No such org. In strict mode an org exists once the seed file names it.";
                return;
            }
            (Trouble, IsRead) = (null, true);
        }
        catch (Exception error) when (DatabaseErrors.IsOutage(error))
        {
            Trouble = "The database does not answer; the page goes on when it does.";
        }
    }

    private async Task<bool> ReadIfExistsAsync()
    {
        if (!await Reads.ExistsAsync(Org))
            return false;
        await ReadAsync();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _looking;
        _left.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task LookAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Pace, Clock);
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                if (!IsLive)
                    continue;
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    if (!_left.IsCancellationRequested)
                        StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // Somebody left the page.
        }
    }
}
