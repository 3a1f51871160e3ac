namespace ForceOps.Api.Hosting;

public enum RefundsOfForce
{
    Allowed,
    Refused,
}
