namespace ForceOps;

public enum AuthorizationType
{
    Force,
    Transfer,
}
