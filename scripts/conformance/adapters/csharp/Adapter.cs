// The client that openapi-generator writes for C#, as an adapter of the conformance kit.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Masking.Api;
using Masking.Client;
using Masking.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// <summary>Remembers an update's status: of an unreadable reply the client says 500, whatever came.</summary>
class StatusHandler : DelegatingHandler
{
    public class Holder { public int? Status; }

    // Each update puts its own holder here before it calls the client.
    public static readonly AsyncLocal<Holder> Last = new AsyncLocal<Holder>();

    // By default it follows with a GET, or takes the update to another host.
    public StatusHandler() : base(new HttpClientHandler { AllowAutoRedirect = false }) { }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        HttpResponseMessage response = await base.SendAsync(request, token);
        Last.Value.Status = (int)response.StatusCode;
        return response;
    }
}

class Adapter
{
    static MaskingSessionUpdate Update(JObject fields)
    {
        var body = new MaskingSessionUpdate();
        // By the wire's names, because the types of enums differ between the views.
        var properties = typeof(MaskingSessionUpdate).GetProperties()
            .Where(property => property.IsDefined(typeof(DataMemberAttribute)))
            .ToDictionary(property => property.GetCustomAttribute<DataMemberAttribute>().Name);
        foreach (KeyValuePair<string, JToken> field in fields)
        {
            PropertyInfo property = properties[field.Key];
            property.SetValue(body, field.Value.ToObject(property.PropertyType));
        }
        return body;
    }

    static object Answer(JObject call)
    {
        var configuration = new Configuration
        {
            BasePath = (string)call["base_url"],
            Username = (string)call["auth_id"],
            Password = (string)call["auth_token"],
            Timeout = TimeSpan.FromSeconds((double)call["timeout_seconds"]),
        };
        using (var http = new HttpClient(new StatusHandler()))
        {
            var api = new MaskingSessionsApi(http, configuration);
            if (call["updates"] == null) return Outcome(api, call, (JObject)call["fields"]);
            var outcomes = new List<Task<object>>();
            foreach (JObject fields in call["updates"])
            {
                outcomes.Add(Task.Factory.StartNew(
                    () => Outcome(api, call, fields), TaskCreationOptions.LongRunning));
                if (!(bool)call["at_once"]) outcomes.Last().Wait();
            }
            return new { outcome = "several", outcomes = outcomes.Select(update => update.Result).ToList() };
        }
    }

    static object Outcome(MaskingSessionsApi api, JObject call, JObject fields)
    {
        var last = new StatusHandler.Holder();
        StatusHandler.Last.Value = last;
        try
        {
            MaskingSessionUpdateResponse reply = api.UpdateMaskingSession(
                (string)call["auth_id"], (string)call["session_uuid"], Update(fields));
            if (reply == null) return Error(last.Status, null);
            return new { outcome = "reply", reply };
        }
        catch (ApiException e)
        {
            return Error(e.ErrorContent == null ? last.Status : e.ErrorCode, e.ErrorContent as string);
        }
        catch (Exception e) when (e is HttpRequestException || e is OperationCanceledException)
        {
            return new { outcome = "transport", detail = e.Message };
        }
    }

    static object Error(int? status, string body)
    {
        // Not the generated Error, which can't be read without both of its keys.
        JToken error = null;
        try
        {
            error = JToken.Parse(body ?? "") as JObject;
        }
        catch (JsonException)
        {
        }
        return new { outcome = "error", status, message = error?["error"], api_id = error?["api_id"] };
    }

    static void Main()
    {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        for (string line = input.ReadLine(); line != null; line = input.ReadLine())
        {
            output.WriteLine(JsonConvert.SerializeObject(Answer(JObject.Parse(line))));
        }
    }
}
