namespace ForceOps;

public enum AccountKind
{
    Customer,
    Merchant,
}
