namespace ForceOps.Api.Hosting;

public enum UnknownMembers
{
    Ignore,
    Reject,
}
