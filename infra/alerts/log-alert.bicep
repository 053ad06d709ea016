// The shape of every alert that is a query: one number per row, compared with a threshold.

@description('Name of the rule.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('What it means, for whoever is woken.')
param meaning string

@description('0 is critical, 4 is verbose.')
@minValue(0)
@maxValue(4)
param severity int

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

@description('The table that is asked.')
param table string = 'AppMetrics'

@description('Its columns that the query uses, with their types.')
param columns string = 'TimeGenerated: datetime, Name: string, Sum: real, Max: real, Properties: dynamic'

@description('What is asked of its rows. The result has the measured column and one for the dimension, if there is one.')
param query string

@description('The measured column.')
param measure string

@description('How the column is compared.')
@allowed(['GreaterThan', 'GreaterThanOrEqual', 'LessThan'])
param operator string = 'GreaterThan'

@description('What it is compared with, as text, so that fractions can be given.')
param threshold string = '0'

@description('Column that splits the alert, one for each of its values; empty for none.')
param dimension string = ''

@description('How often the query runs, ISO 8601.')
param frequency string = 'PT15M'

@description('How far back it looks, ISO 8601.')
param window string = 'PT15M'

@description('Resource id of the action group.')
param recipientsId string

// A new workspace does not have the table before its first row arrives, which is after the rules are made. Until then there are no
// rows: an alert on silence goes off, the others do not, and neither a deployment nor an evaluation fails.
var rows = 'union isfuzzy=true ${table}, (datatable(${columns})[])'

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: name
    description: meaning
    severity: severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: frequency
    windowSize: window
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '${rows} | ${query}'
          timeAggregation: 'Maximum'
          metricMeasureColumn: measure
          operator: operator
          threshold: json(threshold)
          dimensions: empty(dimension) ? [] : [{ name: dimension, operator: 'Include', values: ['*'] }]
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [recipientsId]
    }
  }
}
